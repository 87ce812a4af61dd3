using System.Globalization;
using System.Text.Json;

namespace Feedforward.Reproductions;

/// <summary>What an epoch event says, as far as the tables need it.</summary>
internal sealed record Point(int Epoch, double Cost, double? TrainingCost, double? TrainingAccuracy, double? Accuracy, double? ValidationCost, double Penalty, double[] DeltaNorms)
{
    internal static Point From(JsonElement e) => new(
        e.GetProperty("epoch").GetInt32(), e.GetProperty("train").GetProperty("cost").GetDouble(),
        Number(e, "training", "cost"), Number(e, "training", "accuracy"), Number(e, "validation", "accuracy"), Number(e, "validation", "cost"),
        e.TryGetProperty("penalty", out var penalty) ? penalty.GetDouble() : 0,
        [.. e.GetProperty("delta_norm").EnumerateArray().Select(n => n.GetDouble())]);

    private static double? Number(JsonElement e, string part, string name) =>
        e.TryGetProperty(part, out var p) && p.TryGetProperty(name, out var n) ? n.GetDouble() : null;
}

/// <summary>One finished run: its whole curve, as one line of the results file.</summary>
internal sealed record NielsenResult(string Flags, int Seed, Point[] Curve)
{
    /// <summary>Epochs after the first step.</summary>
    internal IEnumerable<Point> Epochs => Curve.Where(p => p.Epoch > 0);

    internal string ToJson()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("flags", Flags);
            json.WriteNumber("seed", Seed);
            json.WriteStartArray("curve");
            foreach (var p in Curve)
            {
                json.WriteStartArray();
                double?[] numbers = [p.Epoch, p.Cost, p.TrainingCost, p.TrainingAccuracy, p.Accuracy, p.ValidationCost, p.Penalty, .. p.DeltaNorms.Select(n => (double?)n)];
                foreach (double? number in numbers)
                {
                    if (number is { } n) json.WriteNumberValue(n);
                    else json.WriteNullValue();
                }
                json.WriteEndArray();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    internal static NielsenResult FromJson(string line)
    {
        using var json = JsonDocument.Parse(line);
        var points = json.RootElement.GetProperty("curve").EnumerateArray().Select(point =>
        {
            double?[] n = [.. point.EnumerateArray().Select(x => x.ValueKind == JsonValueKind.Null ? (double?)null : x.GetDouble())];
            return new Point((int)n[0]!, n[1]!.Value, n[2], n[3], n[4], n[5], n[6] ?? 0, [.. n[7..].Select(x => x!.Value)]);
        });
        return new NielsenResult(json.RootElement.GetProperty("flags").GetString()!, json.RootElement.GetProperty("seed").GetInt32(), [.. points]);
    }
}
