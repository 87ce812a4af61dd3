using System.Globalization;
using Feedforward.Pictures;

namespace Feedforward.Studio.Learn.Labs;

/// <summary>A neuron or a weight, as the address says it: <c>n1.2</c> is neuron 2 of column 1, <c>w2.1.2</c> the weight of layer 2 from 1 to 2; all from 1, columns from 0.</summary>
/// <param name="Neuron">The neuron, or null.</param>
/// <param name="Weight">The weight, or null.</param>
public sealed record DiagramCell(NeuronPlace? Neuron, WeightPlace? Weight)
{
    public static string Text(NeuronPlace n) => string.Create(CultureInfo.InvariantCulture, $"n{n.Column}.{n.Row + 1}");

    public static string Text(WeightPlace w) => string.Create(CultureInfo.InvariantCulture, $"w{w.Layer + 1}.{w.From + 1}.{w.To + 1}");

    /// <summary>The place that a text says, or null.</summary>
    public static DiagramCell? Read(string text)
    {
        if (text.Length < 2) return null;
        var parts = new List<int>();
        foreach (string part in text[1..].Split('.'))
        {
            if (!int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int number)) return null;
            parts.Add(number);
        }
        return (text[0], parts) switch
        {
            ('n', [var column, >= 1 and var row]) => new DiagramCell(new NeuronPlace(column, row - 1), null),
            ('w', [>= 1 and var layer, >= 1 and var from, >= 1 and var to]) => new DiagramCell(null, new WeightPlace(layer - 1, from - 1, to - 1)),
            _ => null,
        };
    }
}
