using System.Text.Encodings.Web;
using System.Text.Json;

namespace Feedforward;

/// <summary>Writes one JSON object a line, each at once.</summary>
internal sealed class JsonLines(Stream stream)
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes an object.</summary>
    internal void Write(Action<Utf8JsonWriter> members)
    {
        using var line = new MemoryStream();
        using (var json = new Utf8JsonWriter(line, Options))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }
        line.WriteByte((byte)'\n');
        stream.Write(line.GetBuffer(), 0, (int)line.Length);
        stream.Flush();
    }
}

/// <summary>Numbers in JSON, where NaN and infinity have no place: they become null.</summary>
internal static class JsonNumbers
{
    internal static void Number(this Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value)) json.WriteNumber(name, value);
        else json.WriteNull(name);
    }

    internal static void Number(this Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number) json.Number(name, number);
    }

    internal static void Numbers(this Utf8JsonWriter json, string name, IEnumerable<double> values)
    {
        json.WriteStartArray(name);
        foreach (double value in values)
        {
            if (double.IsFinite(value)) json.WriteNumberValue(value);
            else json.WriteNullValue();
        }
        json.WriteEndArray();
    }

    internal static void Counts(this Utf8JsonWriter json, string name, IReadOnlyList<IReadOnlyList<int>> rows)
    {
        json.WriteStartArray(name);
        foreach (var row in rows)
        {
            json.WriteStartArray();
            foreach (int count in row) json.WriteNumberValue(count);
            json.WriteEndArray();
        }
        json.WriteEndArray();
    }

    internal static void Histograms(this Utf8JsonWriter json, string name, IReadOnlyList<ValueHistogram> layers)
    {
        json.WriteStartArray(name);
        foreach (var layer in layers)
        {
            json.WriteStartObject();
            json.WriteNumber("low", (float)layer.Low);
            json.WriteNumber("high", (float)layer.High);
            json.Numbers("counts", layer.Counts.Select(count => (double)count));
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    internal static void Strings(this Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (string value in values) json.WriteStringValue(value);
        json.WriteEndArray();
    }

    internal static void Measured(this Utf8JsonWriter json, string name, Measurement? measurement)
    {
        if (measurement is null) return;
        json.WriteStartObject(name);
        json.Number("cost", measurement.Cost);
        json.Number("accuracy", measurement.Accuracy);
        json.Number("rmse", measurement.Rmse);
        json.WriteEndObject();
    }

    internal static void Notice(this Utf8JsonWriter json, Notice notice)
    {
        json.WriteString("code", notice.Code);
        if (notice.Place is not null) json.WriteString("place", notice.Place);
        json.WriteString("message", notice.Sentence);
        if (notice.Fix is not null) json.WriteString("fix", notice.Fix);
    }

    /// <summary>What was measured on rows with answers; labels and several numbers each under the name of its column.</summary>
    internal static void Evaluation(this Utf8JsonWriter json, Evaluation e, Pipeline pipeline)
    {
        json.WriteNumber("rows", e.Rows);
        json.Number("cost", e.Cost);
        json.Number("accuracy", e.Accuracy);
        if (e.Correct is { } correct)
        {
            json.Numbers("interval", [e.AccuracyInterval!.Value.Low, e.AccuracyInterval.Value.High]);
            json.WriteNumber("correct", correct);
            json.WriteNumber("unknown_class_rows", e.UnknownClassRows);
        }
        json.Number("exact_match", e.ExactMatch);
        json.Number("micro_f1", e.MicroF1);
        json.Number("macro_f1", e.MacroF1);
        json.Number("rmse", e.Rmse);
        json.Number("mae", e.Mae);
        json.Number("r_squared", e.RSquared);
        json.Number("baseline", e.Baseline);
        if (e.Labels.Count > 0) json.Each("labels", pipeline.Targets, k => Label(json, e.Labels[k]));
        if (e.Numbers.Count > 1) json.Each("targets", pipeline.Targets, k => Target(json, e.Numbers[k]));
    }

    private static void Label(Utf8JsonWriter json, LabelEvaluation label)
    {
        json.WriteNumber("true_positives", label.TruePositives);
        json.WriteNumber("false_positives", label.FalsePositives);
        json.WriteNumber("false_negatives", label.FalseNegatives);
        json.WriteNumber("true_negatives", label.TrueNegatives);
        json.Number("precision", label.Precision);
        json.Number("recall", label.Recall);
        json.Number("f1", label.F1);
    }

    private static void Target(Utf8JsonWriter json, NumberEvaluation number)
    {
        json.Number("rmse", number.Rmse);
        json.Number("mae", number.Mae);
        json.Number("r_squared", number.RSquared);
        json.Number("baseline", number.Baseline);
    }

    private static void Each(this Utf8JsonWriter json, string name, IReadOnlyList<PipelineColumn> targets, Action<int> members)
    {
        json.WriteStartArray(name);
        for (int k = 0; k < targets.Count; k++)
        {
            json.WriteStartObject();
            json.WriteString("name", targets[k].Name);
            members(k);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
