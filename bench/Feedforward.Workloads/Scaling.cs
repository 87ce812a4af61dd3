using System.Globalization;
using System.Text;
using Feedforward.Backends;
using Feedforward.Cli;

namespace Feedforward.Workloads;

/// <summary>How the time of an epoch grows with the rows, and with the parameters: a page, and a plot.</summary>
internal static class Scaling
{
    private const int MostRows = 7, MostParameters = 8, FewRows = 256, Batch = 64;

    private sealed record Growth(string Title, string Unit, IReadOnlyList<(double Size, double Seconds)> Points);

    internal static void Run(int rounds, double seconds)
    {
        var timer = new WorkloadTimer(Backend.Default, rounds, seconds);
        var small = Workload.All.Single(w => w.Id == "w6");
        Growth[] growths =
        [
            new($"{small.Network.Summary()}, batch {small.Batch}", "rows", Measure(Enumerable.Range(2, MostRows - 1).Select(e => small with { Rows = (int)Math.Pow(10, e) }), timer, w => w.Rows)),
            new($"n → n relu → n, {FewRows} rows, batch {Batch}", "parameters", Measure(Enumerable.Range(2, MostParameters - 1).Select(Square), timer, w => w.Network.ParameterCount)),
        ];
        string picture = Pages.Of("-scaling.svg");
        File.WriteAllText(picture, LogLogPlot.Draw([.. growths.Select(g => new LogLogPanel(g.Title, g.Unit, "seconds per epoch", g.Points))]));
        Pages.Write("-scaling.md", Page(growths, Path.GetFileName(picture)));
    }

    /// <summary>A network of two square layers with about 10ᵉ parameters: 2(n² + n).</summary>
    private static Workload Square(int exponent)
    {
        int n = (int)Math.Round((Math.Sqrt(1 + (2 * Math.Pow(10, exponent))) - 1) / 2);
        return new Workload($"n = {n}", new Network(n, new Dense(n, Activation.ReLU), new Dense(n, Activation.Identity)), Cost.Quadratic, new Sgd(1e-3f), FewRows, Batch);
    }

    private static List<(double, double)> Measure(IEnumerable<Workload> workloads, WorkloadTimer timer, Func<Workload, double> size)
    {
        List<(double, double)> points = [];
        foreach (var workload in workloads)
        {
            var result = timer.Run(workload, WorkloadRows.Random(workload, workload.Rows));
            points.Add((size(workload), workload.Rows / Spread.Of(result.RowsPerSecond).Median));
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{points[^1].Item1:N0}: {points[^1].Item2:0.000e+0} s"));
        }
        return points;
    }

    private static string Page(Growth[] growths, string picture)
    {
        var page = new StringBuilder();
        page.AppendLine(CultureInfo.InvariantCulture, $"# How cost grows: {RunMachine.Current.Processor}").AppendLine();
        page.AppendLine("Written by `dotnet run -c Release --project bench/Feedforward.Workloads -- scaling`: median time of an epoch, all threads. Where *per row* or *per parameter* is the same").AppendLine(
            "number in every line, cost is proportional; small sizes also pay what an epoch and a step cost at least.").AppendLine();
        page.AppendLine(CultureInfo.InvariantCulture, $"![Seconds per epoch against rows and against parameters]({picture})").AppendLine();
        foreach (var growth in growths)
        {
            page.AppendLine(CultureInfo.InvariantCulture, $"## {char.ToUpperInvariant(growth.Unit[0])}{growth.Unit[1..]}").AppendLine().AppendLine(growth.Title).AppendLine();
            page.AppendLine(CultureInfo.InvariantCulture, $"| {growth.Unit} | seconds per epoch | ns per {growth.Unit[..^1]} |").AppendLine("|---|---|---|");
            foreach (var (size, time) in growth.Points)
                page.AppendLine(CultureInfo.InvariantCulture, $"| {size:N0} | {Seconds(time)} | {Format.Number(1e9 * time / size)} |");
            page.AppendLine();
        }
        return page.ToString().TrimEnd() + "\n";
    }

    private static string Seconds(double time) => time.ToString(time < 0.001 ? "0.000000" : time < 1 ? "0.0000" : "0.00", CultureInfo.InvariantCulture);
}
