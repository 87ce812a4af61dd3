using System.Diagnostics;

namespace Feedforward.Reproductions;

/// <summary>
/// The tables of Michael Nielsen's book. Each run becomes one line of artifacts/nielsen.jsonl, and a run that has its line already is not repeated,
/// so the command can be stopped and started again.
/// </summary>
internal static class Nielsen
{
    internal static void Run(string data, int seeds, int jobs)
    {
        string results = Path.Combine(Command.Root, "artifacts", "nielsen.jsonl");
        var done = File.Exists(results) ? File.ReadLines(results).Select(NielsenResult.FromJson).ToDictionary(r => (r.Flags, r.Seed)) : [];
        var runs = NielsenExperiment.All.SelectMany(e => Enumerable.Range(1, seeds).Select(seed => (Experiment: e, Seed: seed))).ToList();
        Parallel.ForEach(runs.Where(run => !done.ContainsKey((run.Experiment.Flags, run.Seed))).ToList(), new ParallelOptions { MaxDegreeOfParallelism = jobs }, run =>
        {
            var watch = Stopwatch.StartNew();
            var curve = new List<Point>();
            Command.Train(run.Experiment.Flags, run.Seed, ["--data-dir", data], e =>
            {
                if (e.GetProperty("t").GetString() == "epoch") curve.Add(Point.From(e));
            });
            var result = new NielsenResult(run.Experiment.Flags, run.Seed, [.. curve]);
            lock (done)
            {
                done[(result.Flags, result.Seed)] = result;
                File.AppendAllText(results, result.ToJson() + "\n");
                Console.Error.WriteLine($"{done.Count}/{runs.Count}  {run.Experiment.Name}  seed {run.Seed}  {watch.Elapsed.TotalSeconds:0} s");
            }
        });
        File.WriteAllText(Command.Page("nielsen"), NielsenReport.Write(done, seeds));
        Console.WriteLine(Command.Page("nielsen"));
    }
}
