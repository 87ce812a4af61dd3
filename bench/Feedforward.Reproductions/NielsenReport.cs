using System.Globalization;
using System.Text;

namespace Feedforward.Reproductions;

/// <summary>Writes the results as a page: a table for each section, the curves, and every command.</summary>
internal static class NielsenReport
{
    internal static string Write(IReadOnlyDictionary<(string, int), NielsenResult> done, int seeds)
    {
        var page = new StringBuilder();
        page.AppendLine("# Nielsen's networks, reproduced").AppendLine();
        page.AppendLine(CultureInfo.InvariantCulture, $"Michael Nielsen, *Neural Networks and Deep Learning* (2015): his networks, trained by this command on MNIST, {seeds} seeds each.");
        page.AppendLine("All: sigmoid neurons, the first 50,000 images (or 1,000) to learn from, pixels divided by 256, mini-batches of 10, a new order in each epoch.");
        page.AppendLine("*Peak* is the best epoch of a run, *last* its last epoch; ± is the standard deviation over seeds (n − 1). Accuracies are in percent, watched on the");
        page.AppendLine("test images as the book does, or on the last 10,000 training images where it says \"on validation\". A figure of the book is one run, or the best of three.");
        page.AppendLine("784-100-10 with the quadratic cost varies most, as the book says: in a run that goes badly some output neurons saturate at the start and never learn their digit.").AppendLine();
        page.AppendLine("This page is written by `dotnet run -c Release --project bench/Feedforward.Reproductions -- nielsen --data-dir DIR`; the commands stand at its end.").AppendLine();
        foreach (var section in NielsenExperiment.All.GroupBy(e => e.Section))
        {
            page.AppendLine(CultureInfo.InvariantCulture, $"## {section.Key}").AppendLine();
            var rows = section.Select(e => (NielsenExperiment: e, Runs: Enumerable.Range(1, seeds).Where(s => done.ContainsKey((e.Flags, s))).Select(s => done[(e.Flags, s)]).ToArray())).ToList();
            if (section.Key.StartsWith("Speed", StringComparison.Ordinal)) Norms(page, rows);
            else if (section.Key.StartsWith("Three", StringComparison.Ordinal)) Costs(page, rows);
            else Accuracies(page, rows);
        }
        page.AppendLine("## Commands").AppendLine().AppendLine("Each with `--data-dir DIR --seed 1` to the number of seeds, and `--json` for the curves.").AppendLine();
        foreach (var e in NielsenExperiment.All) page.AppendLine(CultureInfo.InvariantCulture, $"- {e.Name}: `feedforward train {e.Flags}`");
        return page.ToString();
    }

    private static void Accuracies(StringBuilder page, List<(NielsenExperiment NielsenExperiment, NielsenResult[] Runs)> rows)
    {
        page.AppendLine("| network | peak | last | peak of the best run | the book |").AppendLine("|---|---|---|---|---|");
        foreach (var (e, runs) in rows)
            page.AppendLine(CultureInfo.InvariantCulture,
                $"| {e.Name} | {Percent(runs, Peak)} | {Percent(runs, r => r.Epochs.Last().Accuracy!.Value)} | {(runs.Length == 0 ? 0 : 100 * runs.Max(Peak)):0.00} | {e.Book} |");
        page.AppendLine();
        foreach (var (e, runs) in rows.Where(r => r.Runs.Length > 0))
        {
            var epochs = Chosen(runs[0].Epochs.Max(p => p.Epoch));
            Curve(page, $"{e.Name}: accuracy by epoch, mean over seeds", epochs, epoch => Percent(runs, r => At(r, epoch).Accuracy!.Value));
            if (runs[0].Epochs.First().TrainingAccuracy is null) continue;
            Curve(page, $"{e.Name}: accuracy on the training rows", epochs, epoch => Percent(runs, r => At(r, epoch).TrainingAccuracy!.Value));
            Curve(page, $"{e.Name}: cost on the watched rows, without penalty", epochs, epoch => Plain(runs, r => At(r, epoch).ValidationCost!.Value));
            Curve(page, $"{e.Name}: cost on the training rows, without penalty", epochs, epoch => Plain(runs, r => At(r, epoch).TrainingCost!.Value));
        }
    }

    private static void Costs(StringBuilder page, List<(NielsenExperiment NielsenExperiment, NielsenResult[] Runs)> rows)
    {
        page.AppendLine("The cost of the training rows after each epoch, with the L2 penalty, as the book plots it.").AppendLine();
        page.AppendLine("| network | after epoch 1 | last | lowest | highest after epoch 1 | the book |").AppendLine("|---|---|---|---|---|---|");
        foreach (var (e, runs) in rows)
            page.AppendLine(CultureInfo.InvariantCulture,
                $"| {e.Name} | {Plain(runs, r => Total(r.Epochs.First()))} | {Plain(runs, r => Total(r.Epochs.Last()))} | {Plain(runs, r => r.Epochs.Min(Total))} | {Plain(runs, r => r.Epochs.Skip(1).Max(Total))} | {e.Book} |");
        page.AppendLine();
        foreach (var (e, runs) in rows.Where(r => r.Runs.Length > 0))
            Curve(page, $"{e.Name}: cost by epoch, mean over seeds", Chosen(30), epoch => Plain(runs, r => Total(At(r, epoch))));
    }

    private static void Norms(StringBuilder page, List<(NielsenExperiment NielsenExperiment, NielsenResult[] Runs)> rows)
    {
        page.AppendLine("The norm of δ averaged over the first 1,000 training images, for each hidden layer, first layer first, before any step and during descent with all").AppendLine("1,000 rows at once (η 0.1, λ 5). The book's figures are one run.").AppendLine();
        page.AppendLine("| network | at the start | epoch 10 | epoch 100 | epoch 499 | the book |").AppendLine("|---|---|---|---|---|---|");
        foreach (var (e, runs) in rows)
            page.AppendLine(CultureInfo.InvariantCulture, $"| {e.Name} | {Hidden(runs, 0)} | {Hidden(runs, 10)} | {Hidden(runs, 100)} | {Hidden(runs, 499)} | {e.Book} |");
        page.AppendLine();

        static string Hidden(NielsenResult[] runs, int epoch) => runs.Length == 0 ? "–" : string.Join("; ", Enumerable.Range(0, At(runs[0], epoch).DeltaNorms.Length - 1)
            .Select(l => Spread([.. runs.Select(r => At(r, epoch).DeltaNorms[l])], "0.0000")));
    }

    private static void Curve(StringBuilder page, string title, IReadOnlyList<int> epochs, Func<int, string> value)
    {
        page.AppendLine(CultureInfo.InvariantCulture, $"<details><summary>{title}</summary>").AppendLine().AppendLine("| epoch | |").AppendLine("|---|---|");
        foreach (int epoch in epochs) page.AppendLine(CultureInfo.InvariantCulture, $"| {epoch} | {value(epoch)} |");
        page.AppendLine().AppendLine("</details>").AppendLine();
    }

    /// <summary>Every epoch of a short run; of a long one the first ten and every twentieth.</summary>
    private static List<int> Chosen(int last) => [.. Enumerable.Range(1, last).Where(e => last <= 60 || e <= 10 || e % 20 == 0 || e == last)];

    private static Point At(NielsenResult run, int epoch) => run.Curve.First(p => p.Epoch == epoch);

    private static double Peak(NielsenResult run) => run.Epochs.Max(p => p.Accuracy!.Value);

    private static double Total(Point p) => p.TrainingCost!.Value + p.Penalty;

    private static string Percent(NielsenResult[] runs, Func<NielsenResult, double> of) => Spread([.. runs.Select(r => 100 * of(r))], "0.00");

    private static string Plain(NielsenResult[] runs, Func<NielsenResult, double> of) => Spread([.. runs.Select(of)], "0.0000");

    internal static string Spread(double[] values, string format)
    {
        if (values.Length == 0) return "–";
        double mean = values.Average(), deviation = values.Length < 2 ? 0 : Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1));
        return string.Create(CultureInfo.InvariantCulture, $"{mean.ToString(format, CultureInfo.InvariantCulture)} ± {deviation.ToString(format, CultureInfo.InvariantCulture)}");
    }
}
