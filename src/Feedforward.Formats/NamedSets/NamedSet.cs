namespace Feedforward.Formats;

/// <summary>A published set of images that is known by name, split into training and test images by its authors.</summary>
public sealed class NamedSet
{
    internal NamedSet(string name, string[] classes, NamedFile[] files, string[] mirrors) =>
        (Name, Classes, Files, Mirrors) = (name, Array.AsReadOnly(classes), files, mirrors);

    /// <summary>The name in commands, for example <c>mnist</c>.</summary>
    public string Name { get; }

    /// <summary>One line that says what the set is, in the language of the reader.</summary>
    public string Description => Errors.Text("set." + Name);

    /// <summary>The names of the classes, in the order of their indices.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>Training images, training labels, test images, test labels.</summary>
    internal IReadOnlyList<NamedFile> Files { get; }

    /// <summary>Addresses under which the files lie, tried in this order.</summary>
    internal IReadOnlyList<string> Mirrors { get; }
}

/// <summary>A file of a named set, without <c>.gz</c>.</summary>
/// <param name="Name">Its name, as published.</param>
/// <param name="Bytes">Its size when decompressed.</param>
/// <param name="Sha256">The digest of its decompressed bytes, 64 hexadecimal digits in lower case.</param>
internal sealed record NamedFile(string Name, long Bytes, string Sha256);
