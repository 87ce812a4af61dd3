using System.Text;
using System.Text.Json;

namespace Feedforward.Cli.Tests.Corpus;

/// <summary>One line of the corpus: files, a command, and what it must do. <c>README.md</c> beside the lines says how they are written.</summary>
internal sealed record CorpusCase
{
    private const string Train = "train ./rows.csv --target kind";

    /// <summary>Flags of a training that takes an instant.</summary>
    private static readonly string[] Quick = ["--epochs", "2", "--hidden", "3", "--threads", "1"];

    /// <summary>What the case is about, and the name of its list: "encoding", "numbers".</summary>
    internal required string Section { get; init; }

    internal string Name { get; private set; } = "";

    internal IReadOnlyList<(string Name, CorpusFile File)> Files { get; private set; } = [];

    /// <summary>The command; <c>./</c> stands for the folder of the case.</summary>
    internal string Command { get; private set; } = Train;

    /// <summary>What it reads from its standard input.</summary>
    internal CorpusFile? Input { get; private set; }

    /// <summary>The line of the shell that starts the program, <c>"$@"</c> standing for it and its arguments; null runs it in this process.</summary>
    internal string? Shell { get; private set; }

    internal int Exit { get; private set; } = 3;

    internal string? Code { get; private set; }

    /// <summary>The place that the message of <see cref="Code"/> names.</summary>
    internal string? At { get; private set; }

    internal IReadOnlyList<string> Says { get; private set; } = [];

    /// <summary>The clean content of the first file, with which the command must come to the same numbers.</summary>
    internal CorpusFile? SameAs { get; private set; }

    internal static IReadOnlyList<CorpusCase> All { get; } =
    [
        .. Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Corpus"), "*.jsonl").Order(StringComparer.Ordinal)
            .SelectMany(path => File.ReadLines(path).Select(line => Parse(Path.GetFileNameWithoutExtension(path), line))),
    ];

    internal bool Trains => Command.StartsWith("train", StringComparison.Ordinal) && !Command.Contains("--out", StringComparison.Ordinal);

    /// <summary>Whether its output is a text for people.</summary>
    internal bool Reports => Command.StartsWith("evaluate", StringComparison.Ordinal);

    internal bool Predicts => Command.StartsWith("predict", StringComparison.Ordinal);

    /// <summary>The words of the command; those that are files get the folder before them.</summary>
    internal string[] Arguments(string folder)
    {
        string[] words = [.. Words().Select(word => word.StartsWith("./", StringComparison.Ordinal) ? Path.Combine(folder, word[2..]) : word)];
        // A run that goes on has its own settings.
        if (words[0] != "train" || words.Contains("--resume")) return words;
        string[] output = words.Contains("--out") ? [] : ["--out", Path.Combine(folder, "m.safetensors")];
        return ["train", .. output, .. words.Contains("--epochs") ? [] : Quick, .. words[1..]];
    }

    private static CorpusCase Parse(string section, string line)
    {
        using var json = JsonDocument.Parse(line);
        var made = new CorpusCase { Section = section };
        foreach (var part in json.RootElement.EnumerateObject()) made.Set(part.Name, part.Value);
        return made.Exit == 0 || made.Code is not null ? made : throw new FormatException($"{made}: which error?");
    }

    private void Set(string name, JsonElement value)
    {
        switch (name)
        {
            case "name": Name = value.GetString()!; break;
            case "rows": Files = [("rows.csv", CorpusFile.Of(value))]; break;
            case "new": Files = [("new.csv", CorpusFile.Of(value))]; break;
            case "files": Files = [.. value.EnumerateObject().Select(file => (file.Name, CorpusFile.Of(file.Value)))]; break;
            case "run": Command = value.GetString()!; break;
            case "input": Input = CorpusFile.Of(value); break;
            case "shell": Shell = value.GetString(); break;
            case "exit": Exit = value.GetInt32(); break;
            case "code": Code = value.GetString(); break;
            case "at": At = value.GetString(); break;
            case "says": Says = [.. value.EnumerateArray().Select(word => word.GetString()!)]; break;
            case "same": (SameAs, Exit) = (CorpusFile.Of(value), 0); break;
            default: throw new FormatException($"{Section}, \"{Name}\": a case has no part \"{name}\"");
        }
    }

    /// <summary>The command's words; spaces between single quotes belong to a word.</summary>
    private List<string> Words()
    {
        var words = new List<string>();
        var word = new StringBuilder();
        bool quoted = false, begun = false;
        foreach (char c in Command)
            if (c == '\'') (quoted, begun) = (!quoted, true);
            else if (c != ' ' || quoted) word.Append(c);
            else Finish();
        Finish();
        return words;

        void Finish()
        {
            if (begun || word.Length > 0) words.Add(word.ToString());
            (begun, _) = (false, word.Clear());
        }
    }

    public override string ToString() => $"{Section}: {Name}";
}
