using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Feedforward.Reproductions;

/// <summary>Small tables that everybody knows, with default flags: the mean over seeds beside what is published for networks of this kind.</summary>
internal static class Tables
{
    private sealed record Row(string Name, string Flags, string Metric, string Published);

    private static readonly Row[] All =
    [
        new("Iris", "iris.csv --target species", "accuracy", "0.95–0.97"),
        new("Wine", "wine.csv --target class", "accuracy", "0.97–0.99"),
        new("Breast cancer", "breast_cancer.csv --target diagnosis", "accuracy", "0.97–0.98"),
        new("Digits, 8×8", "digits.csv --target digit", "accuracy", "0.975–0.985"),
        new("Penguins", "penguins.csv --target species", "accuracy", "0.98–1.0"),
        new("Diabetes", "diabetes.csv --target target", "r_squared", "R² 0.45–0.50"),
        new("Auto MPG", "auto_mpg.csv --target mpg", "rmse", "RMSE 2.5–3.0"),
    ];

    internal static void Run(string data, int seeds, int jobs)
    {
        var tests = new ConcurrentDictionary<(string, int), (double Value, double Baseline)>();
        var runs = All.SelectMany(row => Enumerable.Range(1, seeds).Select(seed => (Row: row, Seed: seed))).ToList();
        Parallel.ForEach(runs, new ParallelOptions { MaxDegreeOfParallelism = jobs }, run =>
            Command.Train(Path.Combine(data, run.Row.Flags), run.Seed, [], e =>
            {
                if (e.GetProperty("t").GetString() == "test") tests[(run.Row.Name, run.Seed)] = Read(e, run.Row.Metric);
            }));
        var page = new StringBuilder();
        page.AppendLine("# Small tables with default flags").AppendLine();
        page.AppendLine(CultureInfo.InvariantCulture, $"Mean and standard deviation (n − 1) over seeds 1 to {seeds}; the seed also draws the split: 70 % training, 15 % validation, 15 % test. The test rows are");
        page.AppendLine("read once, after training. *Baseline* is always answering the most frequent class, or the mean. *Published* is the range that networks of this kind");
        page.AppendLine("are reported to reach with other splits of the same files, so a difference in the last digit says little.").AppendLine();
        page.AppendLine("This page is written by `dotnet run -c Release --project bench/Feedforward.Reproductions -- tables --data-dir DIR`.").AppendLine();
        page.AppendLine("| data | measure | test rows | baseline | published | command |").AppendLine("|---|---|---|---|---|---|");
        foreach (var row in All)
        {
            double[] values = [.. Enumerable.Range(1, seeds).Select(s => tests[(row.Name, s)].Value)];
            double baseline = Enumerable.Range(1, seeds).Average(s => tests[(row.Name, s)].Baseline);
            page.AppendLine(CultureInfo.InvariantCulture,
                $"| {row.Name} | {row.Metric.Replace("r_squared", "R²", StringComparison.Ordinal)} | {NielsenReport.Spread(values, "0.000")} | {(row.Metric == "r_squared" ? 0 : baseline):0.000} | {row.Published} | `feedforward train {row.Flags}` |");
        }
        File.WriteAllText(Command.Page("tables"), page.ToString());
        Console.WriteLine(Command.Page("tables"));
    }

    private static (double Value, double Baseline) Read(JsonElement test, string metric) =>
        (test.GetProperty(metric).GetDouble(), test.GetProperty("baseline").GetDouble());
}
