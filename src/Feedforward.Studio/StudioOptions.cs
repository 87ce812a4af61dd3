namespace Feedforward.Studio;

/// <summary>How the studio is opened.</summary>
public sealed record StudioOptions
{
    /// <summary>The port where none is asked for; the next free one is taken where it is not free.</summary>
    public const int DefaultPort = 7333;

    /// <summary>The port; null takes <see cref="DefaultPort"/> or the next free one after it.</summary>
    public int? Port { get; init; }

    /// <summary>The folder that the studio may read, and whose <c>runs</c> it shows.</summary>
    public required string Folder { get; init; }

    /// <summary>The page to begin with, for example <c>/learn/3?eta=0.15</c>.</summary>
    public string Page { get; init; } = "/";

    /// <summary>How the command is started again, to train in a process of its own: a program and its first arguments.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];
}
