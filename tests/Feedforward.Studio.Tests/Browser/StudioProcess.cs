using System.Diagnostics;
using System.Globalization;
using System.Text;

// Each browser takes a processor; several at once on a small machine wait for each other.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
[assembly: AssemblyFixture(typeof(Feedforward.Studio.Tests.Browser.StudioProcess))]

namespace Feedforward.Studio.Tests.Browser;

/// <summary>The real command, <c>feedforward studio</c>, in a process of its own; all browsers of a test run visit it.</summary>
public sealed class StudioProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Lock _lock = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("feedforward-studio-");
    private readonly StringBuilder _messages = new();
    private Process? _process;
    private Uri? _link;

    /// <summary>What it printed: its address with the token. The first who asks starts it.</summary>
    internal Uri Link
    {
        get
        {
            lock (_lock)
            {
                // A studio that has ended says why; without this, every test after it would say that nobody answers.
                if (_process is { HasExited: true }) throw new InvalidOperationException($"The studio ended with {_process.ExitCode}: {Messages}");
                return _link ??= Start();
            }
        }
    }

    /// <summary>The folder that it may read, and whose runs it shows.</summary>
    internal string Folder => _folder.FullName;

    /// <summary>The command's program.</summary>
    internal static string Program
    {
        get
        {
            string configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
            return Path.Combine(Repository.Root, "artifacts", "bin", "Feedforward.Cli", configuration, OperatingSystem.IsWindows() ? "Feedforward.Cli.exe" : "Feedforward.Cli");
        }
    }

    private string Messages
    {
        get { lock (_messages) return _messages.ToString(); }
    }

    public void Dispose()
    {
        if (_process is { HasExited: false }) _process.Kill(entireProcessTree: true);
        _process?.Dispose();
        _folder.Delete(recursive: true);
    }

    private Uri Start()
    {
        var start = new ProcessStartInfo(Program, ["studio", "/"]) { WorkingDirectory = _folder.FullName, RedirectStandardOutput = true, RedirectStandardError = true };
        // Whatever the machine's language, browsers begin in English.
        start.Environment["FEEDFORWARD_LANG"] = "en";
        var printed = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, e) => { if (e.Data is { Length: > 0 } line) printed.TrySetResult(line); };
        _process.ErrorDataReceived += (_, e) => { lock (_messages) _messages.AppendLine(e.Data); };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        if (!printed.Task.Wait(Patience)) throw new TimeoutException(string.Create(CultureInfo.InvariantCulture, $"{Program} printed no link: {Messages}"));
        return new Uri(printed.Task.Result);
    }
}
