using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace Feedforward.Cli.Tests;

/// <summary>What a command did.</summary>
internal sealed record Result(int Code, string Out, string Error)
{
    internal IReadOnlyList<JsonElement> Events => [.. Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];

    internal string LastLine => Out.TrimEnd('\n').Split('\n')[^1];

    internal Result Expect(int code)
    {
        Assert.True(Code == code, $"expected exit code {code}, found {Code}:\n{Error}\n{Out}");
        Assert.DoesNotContain("   at ", Error, StringComparison.Ordinal);
        return this;
    }

    internal Result Says(params string[] words)
    {
        foreach (string word in words) Assert.Contains(word, Error, StringComparison.Ordinal);
        return this;
    }
}

/// <summary>Runs the command: inside this process, or as a program of its own where folders, signals or the environment matter.</summary>
internal static class Cli
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "Feedforward.Cli.dll");

    internal static Result Run(params string[] args) => Run([], [], args);

    internal static Result Run(byte[] input, (string Name, string Value)[] variables, params string[] args)
    {
        using var output = new MemoryStream();
        using var error = new StringWriter { NewLine = "\n" };
        using var report = new StreamWriter(output, new UTF8Encoding(false), leaveOpen: true) { AutoFlush = true, NewLine = "\n" };
        using var terminal = Terminal(new MemoryStream(input), output, report, error, variables);
        int code = CommandLine.Run(args, terminal);
        return new Result(code, Encoding.UTF8.GetString(output.ToArray()), error.ToString());
    }

    /// <summary>What a person sees on a terminal of that width, colours off.</summary>
    internal static Result RunOnTerminal(int width, params string[] args)
    {
        using var output = new MemoryStream();
        using var error = new StringWriter { NewLine = "\n" };
        using var report = new StreamWriter(output, new UTF8Encoding(false), leaveOpen: true) { AutoFlush = true, NewLine = "\n" };
        using var terminal = new Terminal
        {
            Input = Stream.Null,
            Output = output,
            Report = new Screen(report, true, () => width, colour: false, unicode: true),
            Notes = new Screen(error, true, () => width, colour: false, unicode: true),
            Variable = _ => null,
        };
        int code = CommandLine.Run(args, terminal);
        return new Result(code, Encoding.UTF8.GetString(output.ToArray()), error.ToString());
    }

    internal static Terminal Terminal(Stream input, Stream output, TextWriter report, TextWriter error, (string Name, string Value)[] variables) => new()
    {
        Input = input,
        Output = output,
        Report = new Screen(report, false, () => 80, colour: false, unicode: true),
        Notes = new Screen(error, false, () => 80, colour: false, unicode: true),
        Variable = name => variables.FirstOrDefault(v => v.Name == name).Value,
    };

    /// <summary>Runs the program in a folder.</summary>
    internal static Result Start(string folder, (string Name, string? Value)[] variables, params string[] args) => StartShell(folder, variables, null, args);

    /// <summary>Runs the program by a line of the shell, in which <c>"$@"</c> stands for it and its arguments.</summary>
    internal static Result StartShell(string folder, (string Name, string? Value)[] variables, string? line, params string[] args)
    {
        using var process = Process.Start(Prepare(folder, variables, line, args))!;
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        Assert.True(process.WaitForExit(60_000), "the program did not end");
        return new Result(process.ExitCode, output, error.GetAwaiter().GetResult());
    }

    internal static ProcessStartInfo Prepare(string folder, (string Name, string? Value)[] variables, string? line, params string[] args)
    {
        string[] command = ["dotnet", Program, .. args];
        var start = new ProcessStartInfo(line is null ? command[0] : "/bin/sh")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        string[] arguments = line is null ? command[1..] : ["-c", line, "sh", .. command];
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        foreach (var (name, value) in variables) start.Environment[name] = value;
        return start;
    }
}

/// <summary>A folder of its own for one test, gone afterwards.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    internal string Path { get; } = Directory.CreateTempSubdirectory("feedforward-cli-").FullName;

    internal string At(string name) => System.IO.Path.Combine(Path, name);

    internal string Write(string name, string text)
    {
        File.WriteAllText(At(name), text);
        return At(name);
    }

    internal IEnumerable<string> Files => Directory.EnumerateFiles(Path).Select(f => System.IO.Path.GetFileName(f)!).Order(StringComparer.Ordinal);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

/// <summary>Small data for quick runs.</summary>
internal static class Samples
{
    /// <summary>Flags of a training that takes an instant.</summary>
    internal static readonly string[] Quick = ["--epochs", "3", "--hidden", "4", "--threads", "1"];

    /// <summary>Two groups of points that a line separates: x, y, colour (a text), kind (the class).</summary>
    internal static string Points(int rows = 60)
    {
        var text = new StringBuilder("x,y,colour,kind\n");
        for (int i = 0; i < rows; i++)
        {
            double wave = Math.Round(Math.Sin(i * 1.7), 3), other = Math.Round(Math.Cos(i * 2.3), 3);
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{wave + (i % 2 * 3)},{other - (i % 2)},{(i % 3 == 0 ? "red" : "blue")},{(i % 2 == 0 ? "left" : "right")}\n");
        }
        return text.ToString();
    }

    /// <summary>A plane with a wave on it: x, y, z (the number to predict).</summary>
    internal static string Plane(int rows = 60)
    {
        var text = new StringBuilder("x,y,z\n");
        for (int i = 0; i < rows; i++)
        {
            double x = Math.Round(Math.Sin(i * 1.7), 3), y = Math.Round(Math.Cos(i * 2.3), 3);
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{x},{y},{Math.Round((2 * x) - y + (0.1 * Math.Sin(9 * x)), 4)}\n");
        }
        return text.ToString();
    }

    /// <summary>A model trained on <see cref="Points"/>, and its path.</summary>
    internal static string Model(TemporaryFolder folder, string name = "points")
    {
        string data = folder.Write(name + ".csv", Points()), path = folder.At(name + ".safetensors");
        Cli.Run(["train", data, "--target", "kind", "--out", path, .. Quick]).Expect(0);
        return path;
    }
}
