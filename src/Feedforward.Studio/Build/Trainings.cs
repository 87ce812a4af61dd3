using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Feedforward.Studio.Build;

/// <summary>
/// Trainings that were started here: each is the ordinary command in a process of its own, which writes an ordinary run folder and goes on when the page is closed.
/// </summary>
public sealed class Trainings(StudioOptions options) : IDisposable
{
    private readonly ConcurrentDictionary<string, TrainingProcess> _all = new();

    /// <summary>Where the runs of this folder lie.</summary>
    public string RunsFolder => Path.Combine(options.Folder, RunFolder.DefaultRoot);

    /// <summary>Starts a new run.</summary>
    /// <param name="stem">What the run is called after; a number is added.</param>
    /// <param name="arguments">The arguments of the command, without the name.</param>
    /// <returns>The run's name.</returns>
    /// <exception cref="OptionException">FF9504: the command cannot be started.</exception>
    public string Start(string stem, IReadOnlyList<string> arguments)
    {
        lock (_all)
        {
            string name = FreeName(stem);
            _all[name] = TrainingProcess.Start(options, [.. arguments, "--name", name, "--quiet"]);
            return name;
        }
    }

    /// <summary>Goes on with a run.</summary>
    /// <param name="name">The run.</param>
    /// <param name="epochs">Epochs in all, or null for as many as it was to have.</param>
    public void Resume(string name, int? epochs) => _all[name] = TrainingProcess.Start(options,
        ["train", "--resume", Path.Combine(RunFolder.DefaultRoot, name), "--quiet", .. epochs is { } n ? new[] { "--epochs", n.ToString(CultureInfo.InvariantCulture) } : []]);

    /// <summary>The process that was started for a run, or null.</summary>
    public TrainingProcess? Of(string name) => _all.GetValueOrDefault(name);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var process in _all.Values) process.Dispose();
    }

    private string FreeName(string stem)
    {
        // One that was started a moment ago has no folder yet.
        for (int number = RunFolder.NextNumber(stem, RunsFolder); ; number++)
            if (string.Create(CultureInfo.InvariantCulture, $"{stem}-{number}") is var name && !_all.ContainsKey(name)) return name;
    }
}

/// <summary>One process that trains, with what it said about errors.</summary>
public sealed class TrainingProcess : IDisposable
{
    private const int MostText = 8000;

    private readonly Process _process;
    private readonly StringBuilder _errors = new();

    private TrainingProcess(Process process)
    {
        _process = process;
        process.ErrorDataReceived += (_, line) => Add(line.Data);
        process.OutputDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
    }

    /// <summary>Whether it has ended.</summary>
    public bool HasEnded => _process.HasExited;

    /// <summary>Its exit code, after its end.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>What it said on the error stream.</summary>
    public string Errors
    {
        get { lock (_errors) return _errors.ToString(); }
    }

    /// <summary>Starts the command.</summary>
    /// <exception cref="OptionException">FF9504: it cannot be started.</exception>
    internal static TrainingProcess Start(StudioOptions options, IReadOnlyList<string> arguments)
    {
        if (options.Command.Count == 0) throw Texts.Option("FF9504");
        var start = new ProcessStartInfo(options.Command[0])
        {
            WorkingDirectory = options.Folder,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            StandardErrorEncoding = Encoding.UTF8,
            StandardOutputEncoding = Encoding.UTF8,
        };
        foreach (string word in options.Command.Skip(1).Concat(arguments)) start.ArgumentList.Add(word);
        start.Environment["FEEDFORWARD_LANG"] = Texts.AreChinese ? "zh-CN" : "en";
        try
        {
            return new TrainingProcess(Process.Start(start)!);
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new OptionException(Texts.Notice("FF9504"), e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _process.Dispose();

    private void Add(string? line)
    {
        lock (_errors)
            if (line is not null && _errors.Length < MostText) _errors.AppendLine(line);
    }
}
