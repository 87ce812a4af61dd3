// Reproduces the tables of Michael Nielsen, "Neural Networks and Deep Learning", with the command itself:
//
//     dotnet run -c Release --project bench/Feedforward.Reproductions -- --data-dir DIR [--seeds 5] [--jobs 2]
//
// Each run is one `feedforward train mnist … --json`. Its numbers become one line of artifacts/nielsen.jsonl, and a run that already has its line
// is not repeated, so the command can be stopped and started again. At the end it writes docs/reproductions/nielsen.md.
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Feedforward.Reproductions;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
string? dataDir = Option("--data-dir");
int seeds = int.Parse(Option("--seeds") ?? "5", CultureInfo.InvariantCulture), jobs = int.Parse(Option("--jobs") ?? "2", CultureInfo.InvariantCulture);
string root = Root(), results = Path.Combine(root, "artifacts", "nielsen.jsonl"), page = Path.Combine(root, "docs", "reproductions", "nielsen.md");
string command = Path.Combine(root, "artifacts", "bin", "Feedforward.Cli", "release", "Feedforward.Cli.dll");

if (dataDir is null) return Fail("--data-dir is missing: the folder with the four MNIST files.");
if (!File.Exists(command)) return Fail($"{command} is missing: run `dotnet build -c Release src/Feedforward.Cli` first.");

var runs = Experiment.All.SelectMany(e => Enumerable.Range(1, seeds).Select(seed => (Experiment: e, Seed: seed))).ToList();
var done = Load();
Parallel.ForEach(runs, new ParallelOptions { MaxDegreeOfParallelism = jobs }, run =>
{
    if (done.ContainsKey((run.Experiment.Flags, run.Seed))) return;
    var watch = Stopwatch.StartNew();
    var curve = Train(run.Experiment, run.Seed);
    var result = new Result(run.Experiment.Flags, run.Seed, curve);
    lock (done)
    {
        done[(result.Flags, result.Seed)] = result;
        File.AppendAllText(results, result.ToJson() + "\n");
        Console.Error.WriteLine($"{done.Count}/{runs.Count}  {run.Experiment.Name}  seed {run.Seed}  {watch.Elapsed.TotalSeconds:0} s");
    }
});
Directory.CreateDirectory(Path.GetDirectoryName(page)!);
File.WriteAllText(page, Report.Write(done, seeds));
Console.WriteLine(page);
return 0;

string? Option(string name) => Array.IndexOf(args, name) is >= 0 and var i && i + 1 < args.Length ? args[i + 1] : null;

static int Fail(string sentence)
{
    Console.Error.WriteLine(sentence);
    return 2;
}

static string Root()
{
    var folder = new DirectoryInfo(Environment.CurrentDirectory);
    while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Feedforward.slnx"))) folder = folder.Parent;
    return folder?.FullName ?? throw new InvalidOperationException("Run this inside the repository.");
}

Dictionary<(string, int), Result> Load()
{
    Directory.CreateDirectory(Path.GetDirectoryName(results)!);
    return File.Exists(results)
        ? File.ReadLines(results).Select(Result.FromJson).ToDictionary(r => (r.Flags, r.Seed))
        : [];
}

Point[] Train(Experiment experiment, int seed)
{
    string model = Path.Combine(Path.GetTempPath(), $"nielsen-{Environment.ProcessId}-{Guid.NewGuid():N}.safetensors");
    var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
    string[] fixedFlags = ["--data-dir", dataDir!, "--seed", seed.ToString(CultureInfo.InvariantCulture), "--threads", "1", "--json", "--out", model];
    foreach (string word in new[] { command }.Concat(experiment.Flags.Split(' ')).Concat(fixedFlags)) start.ArgumentList.Add(word);
    using var process = Process.Start(start)!;
    var errors = process.StandardError.ReadToEndAsync();
    var points = new List<Point>();
    while (process.StandardOutput.ReadLine() is { } line)
    {
        using var json = JsonDocument.Parse(line);
        if (json.RootElement.GetProperty("t").GetString() == "epoch") points.Add(Point.From(json.RootElement));
    }
    process.WaitForExit();
    File.Delete(model);
    return process.ExitCode == 0 ? [.. points] : throw new InvalidOperationException($"{experiment.Flags}: exit code {process.ExitCode}: {errors.Result}");
}
