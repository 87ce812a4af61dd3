using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace Feedforward.Cli.Tests.Corpus;

/// <summary>What a command did: its exit code, its outputs without times, and the files that it left.</summary>
internal sealed record CorpusOutcome(int Code, string Out, string Error, string Left);

/// <summary>A folder with the files of one case, in which its command runs as often as asked for.</summary>
internal sealed partial class CorpusRun : IDisposable
{
    /// <summary>Models that a case may name, and the data and the target that each is trained on.</summary>
    private static readonly Dictionary<string, Lazy<byte[]>> Models = new()
    {
        ["points"] = new(() => Model(Samples.Points(), "kind")),
        ["plane"] = new(() => Model(Samples.Plane(), "z")),
        ["squares"] = new(() => Model(null, null)),
    };

    private readonly TemporaryFolder _folder = new();
    private readonly CorpusCase _case;
    private readonly string[] _given;

    internal CorpusRun(CorpusCase corpusCase, bool clean = false)
    {
        _case = corpusCase;
        foreach (var (name, file) in corpusCase.Files) file.Write(_folder.At(name));
        foreach (var (name, model) in Models)
            if (corpusCase.Command.Contains($"./{name}.safetensors", StringComparison.Ordinal))
                File.WriteAllBytes(_folder.At(name + ".safetensors"), model.Value);
        if (clean) corpusCase.SameAs!.Write(_folder.At(corpusCase.Files[0].Name));
        _given = [.. Entries()];
    }

    /// <summary>The numbers that the command came to: the model file that it wrote, or else the last cell of each line of its output.</summary>
    internal string Numbers(CorpusOutcome outcome) =>
        _case.Predicts ? string.Join('\n', outcome.Out.TrimEnd('\n').Split('\n').Select(line => line[(line.LastIndexOf(',') + 1)..])) : outcome.Left;

    /// <summary>Runs the command: in a language of people, where one is given; a program of its own under the locale.</summary>
    internal CorpusOutcome Run(string? language = null, string locale = "C")
    {
        foreach (string left in Entries().Except(_given)) File.Delete(_folder.At(left));
        string[] arguments = _case.Arguments(_case.Shell is null ? _folder.Path : ".");
        if (language is not null) arguments = [arguments[0], "--lang", language, .. arguments[1..]];
        var result = _case.Shell is { } line
            ? Cli.StartShell(_folder.Path, [("LANG", locale), ("LC_ALL", locale)], line, arguments)
            : Cli.Run(_case.Input?.Bytes() ?? [], [], arguments);
        return new CorpusOutcome(result.Code, Repeatable(result.Out), Repeatable(result.Error), Left());
    }

    public void Dispose()
    {
        foreach (var (name, file) in _case.Files)
            if (file.Kind == "unreadable" && !OperatingSystem.IsWindows()) File.SetUnixFileMode(_folder.At(name), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        _folder.Dispose();
    }

    private IEnumerable<string> Entries() => Directory.EnumerateFileSystemEntries(_folder.Path).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal);

    /// <summary>The new files with digests of their contents.</summary>
    private string Left() =>
        string.Join(' ', Entries().Except(_given).Select(name => $"{name} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(_folder.At(name))))}"));

    /// <summary>The text without what differs from run to run: seconds, and the name of the folder.</summary>
    private string Repeatable(string text) => Seconds().Replace(text.Replace(_folder.Path + "/", "./", StringComparison.Ordinal), "… s");

    private static byte[] Model(string? table, string? target)
    {
        using var folder = new TemporaryFolder();
        string path = folder.At("made.safetensors"), data = folder.At("made-images-idx3-ubyte");
        if (table is not null) File.WriteAllText(data, table);
        else WriteSquares(data, folder.At("made-labels-idx1-ubyte"));
        string[] answers = target is null ? ["--test", "0"] : ["--target", target];
        Cli.Run(["train", data, "--out", path, .. answers, .. Samples.Quick]).Expect(0);
        return File.ReadAllBytes(path);
    }

    /// <summary>Forty images of 2 × 2 pixels in two classes.</summary>
    private static void WriteSquares(string images, string labels)
    {
        var pixels = Enumerable.Range(0, 40).SelectMany(i => new byte[] { (byte)(i % 2 * 200), (byte)i, (byte)(3 * i), 7 });
        File.WriteAllBytes(images, [0, 0, 8, 3, 0, 0, 0, 40, 0, 0, 0, 2, 0, 0, 0, 2, .. pixels]);
        File.WriteAllBytes(labels, [0, 0, 8, 1, 0, 0, 0, 40, .. Enumerable.Range(0, 40).Select(i => (byte)(i % 2))]);
    }

    [GeneratedRegex(@"[0-9.,]+ ?(ms|s|秒|毫秒)\b")]
    private static partial Regex Seconds();
}
