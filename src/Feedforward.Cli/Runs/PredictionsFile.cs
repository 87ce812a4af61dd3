using System.Globalization;
using Feedforward.Formats;

namespace Feedforward.Cli;

/// <summary><c>predictions.csv</c>: what the model answers on the validation and test rows of its run, beside the truth, and what each row costs.</summary>
internal static class PredictionsFile
{
    /// <summary>Writes it.</summary>
    internal static void Write(Stream stream, Run run, Model model)
    {
        using var writer = new CsvWriter(stream);
        var targets = run.Pipeline.Targets;
        string Named(string word, string target) => targets.Count > 1 ? $"{word}_{target}" : word;
        string[] names = targets.Count == 0 ? [""] : [.. targets.Select(t => t.Name)];
        writer.WriteRow(["part", "row", .. names.Select(n => Named("truth", n)), .. names.Select(n => Named("prediction", n)), "cost",
            .. Probable(run.Pipeline).Select(c => "probability_" + c)]);
        Write(writer, "validation", run.Validation, run.Numbers.Validation, run, model);
        Write(writer, "test", run.Test, run.Numbers.Test, run, model);
    }

    private static void Write(CsvWriter writer, string part, Dataset? rows, int[] numbers, Run run, Model model)
    {
        if (rows is null) return;
        float[] outputs = model.Predict(rows);
        double[] costs = model.Costs(rows, run.Cost);
        for (int row = 0; row < rows.Rows; row++)
        {
            var answers = outputs.AsSpan(row * rows.Outputs, rows.Outputs);
            List<string> cells =
                [part, numbers[row].ToString(CultureInfo.InvariantCulture), .. Truth(rows, row, run.Pipeline), .. run.Pipeline.Decode(answers).Answers, Short(costs[row])];
            if (Probable(run.Pipeline).Any())
                foreach (float answer in answers) cells.Add(Short(answer));
            writer.WriteRow(cells);
        }
    }

    /// <summary>What has a probability: classes or labels.</summary>
    private static IEnumerable<string> Probable(Pipeline pipeline) =>
        pipeline.Task == LearningTask.MultiLabel ? pipeline.Targets.Select(t => t.Name) : pipeline.Classes;

    /// <summary>The right answers, one for each target; blank where it is a class that the network does not know.</summary>
    private static IReadOnlyList<string> Truth(Dataset rows, int row, Pipeline pipeline)
    {
        if (rows.HasClasses) return [rows.Classes[row] < 0 ? "" : pipeline.Classes[rows.Classes[row]]];
        Span<float> targets = new float[rows.Outputs];
        rows.CopyTargets(row, 0, 0, targets);
        return pipeline.Decode(targets).Answers;
    }

    /// <summary>Six digits are enough to look at, and keep the file small; what is unknown is blank.</summary>
    private static string Short(double value) => double.IsNaN(value) ? "" : value.ToString("G6", CultureInfo.InvariantCulture);
}
