using System.Diagnostics;
using System.Globalization;
using System.Text;
using Feedforward.ResumeProbe;

namespace Feedforward.Torture;

/// <summary>
/// Each scenario is trained by a process that is killed (SIGKILL) again and again, at random moments and after random batches, and started again until it comes to
/// its end; what it then leaves is compared with what a process leaves that nobody killed.
/// </summary>
internal sealed class ResumeTable(int killsPerScenario)
{
    private static readonly string[] Compared = [ResumeProbe.Program.ModelFile, ResumeProbe.Program.EpochsFile, Checkpoint.FileName, Checkpoint.PreviousFileName];
    private readonly Random _random = new(1);
    private readonly List<Row> _rows = [];

    /// <summary>Where the kills of a scenario fell, and whether its files are the same.</summary>
    private sealed record Row(string Name)
    {
        internal int Kills, WithinEpoch, BetweenEpochs, BeforeFirst, WithinSave, Runs;
        internal List<string> Differences { get; } = [];
    }

    /// <summary>Runs all scenarios; true where no file differs.</summary>
    internal bool Run()
    {
        foreach (var scenario in Scenario.All)
        {
            _rows.Add(Torture(scenario));
            Console.Error.WriteLine($"{_rows.Count}/{Scenario.All.Count} {scenario.Name}: {(_rows[^1].Differences.Count == 0 ? "identical" : string.Join(", ", _rows[^1].Differences))}");
        }
        return _rows.All(row => row.Differences.Count == 0);
    }

    private Row Torture(Scenario scenario)
    {
        var row = new Row(scenario.Name);
        string folder = Directory.CreateTempSubdirectory("feedforward-torture-").FullName;
        string whole = Directory.CreateDirectory(Path.Combine(folder, "whole")).FullName;
        try
        {
            var (_, duration) = Start(scenario, whole, null, null);
            while (row.Kills < killsPerScenario)
            {
                string run = Directory.CreateDirectory(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"run-{row.Runs++}"))).FullName;
                while (row.Kills < killsPerScenario && Kill(scenario, run, duration)) Note(row, run);
                Start(scenario, run, null, null);
                row.Differences.AddRange(Compared.Where(file => !Same(Path.Combine(whole, file), Path.Combine(run, file))));
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
        return row;
    }

    private static bool Same(string one, string other) => File.Exists(other) && File.ReadAllBytes(one).AsSpan().SequenceEqual(File.ReadAllBytes(other));

    /// <summary>Goes on for a while and kills; false where the end came before.</summary>
    private bool Kill(Scenario scenario, string folder, TimeSpan duration) => _random.Next(2) == 0
        ? Start(scenario, folder, _random.Next(12), null).Killed
        : Start(scenario, folder, null, _random.NextDouble() * duration / 3).Killed;

    private static void Note(Row row, string folder)
    {
        row.Kills++;
        if (Directory.GetFiles(folder, ".*.tmp") is { Length: > 0 } temporary)
        {
            row.WithinSave++;
            foreach (string file in temporary) File.Delete(file);
        }
        if (Directory.GetFiles(folder, "checkpoint*").Length == 0)
        {
            row.BeforeFirst++;
            return;
        }
        if (Checkpoint.Load(folder).Batch > 0) row.WithinEpoch++;
        else row.BetweenEpochs++;
    }

    /// <summary>Starts the probe; whether it was killed, and how long it trained.</summary>
    private static (bool Killed, TimeSpan Trained) Start(Scenario scenario, string folder, int? batches, TimeSpan? after)
    {
        string[] arguments = batches is { } n ? [scenario.Name, folder, n.ToString(CultureInfo.InvariantCulture)] : [scenario.Name, folder];
        string program = Path.Combine(AppContext.BaseDirectory, "Feedforward.ResumeProbe");
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        process.StandardOutput.ReadLine();
        var watch = Stopwatch.StartNew();
        if (after is { } time && !process.WaitForExit(time)) process.Kill();
        process.WaitForExit();
        return process.ExitCode switch
        {
            0 => (false, watch.Elapsed),
            137 => (true, watch.Elapsed),
            _ => throw new InvalidOperationException($"The probe ended with {process.ExitCode}."),
        };
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine("| Scenario | Kills | within an epoch | between two | before the first checkpoint | of these within a save | Files that differ |");
        text.AppendLine("|---|---|---|---|---|---|---|");
        foreach (var row in _rows)
            text.AppendLine(CultureInfo.InvariantCulture,
                $"| {row.Name} | {row.Kills} | {row.WithinEpoch} | {row.BetweenEpochs} | {row.BeforeFirst} | {row.WithinSave} | {row.Differences.Count} of {row.Runs * Compared.Length} |");
        return text.AppendLine(CultureInfo.InvariantCulture,
            $"| **all** | **{Sum(r => r.Kills)}** | {Sum(r => r.WithinEpoch)} | {Sum(r => r.BetweenEpochs)} | {Sum(r => r.BeforeFirst)} | {Sum(r => r.WithinSave)} | **{Sum(r => r.Differences.Count)} of {Sum(r => r.Runs) * Compared.Length}** |").ToString();
    }

    private int Sum(Func<Row, int> count) => _rows.Sum(count);
}
