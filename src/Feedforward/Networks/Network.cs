using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Feedforward;

/// <summary>
/// What a network is, without numbers: the width of its input and its layers, each feeding the next (T1).
/// Immutable; two equal networks compare equal; prints itself as a table of shapes.
/// </summary>
public sealed partial record Network
{
    private readonly ImmutableArray<Layer> _layers;
    private readonly float _inputDropout;

    /// <summary>A network of <paramref name="inputs"/> numbers and the given layers, the last of which is the output.</summary>
    /// <exception cref="OptionException">The stack is impossible: no layer, no input, softmax before the last layer, dropout on the output.</exception>
    public Network(int inputs, params ReadOnlySpan<Layer> layers)
    {
        Inputs = Check.Range("inputs", inputs, inputs >= 1, "≥ 1");
        if (layers.IsEmpty) throw Errors.Option("FF1106");
        for (int l = 0; l < layers.Length; l++)
        {
            ArgumentNullException.ThrowIfNull(layers[l]);
            bool last = l == layers.Length - 1;
            if (!last && layers[l].Activation == Activation.Softmax) throw Errors.Option("FF1107", l + 1, layers.Length);
            if (last && layers[l] is Dense { Dropout: > 0 } d) throw Errors.Option("FF1108", d.Dropout);
        }
        Layers = _layers = [.. layers];
    }

    /// <summary>Numbers in one input row.</summary>
    public int Inputs { get; }

    /// <summary>The layers from the first hidden one to the output.</summary>
    public IReadOnlyList<Layer> Layers { get; }

    /// <summary>Numbers in one output row.</summary>
    public int Outputs => _layers[^1].Units;

    /// <summary>The last layer's activation.</summary>
    public Activation Output => _layers[^1].Activation;

    /// <summary>The share of inputs that each training step drops, in [0, 1).</summary>
    /// <exception cref="OptionException">Not in [0, 1).</exception>
    public float InputDropout
    {
        get => _inputDropout;
        init => _inputDropout = Check.Range("input dropout", value, value is >= 0 and < 1, "0 ≤ dropout < 1");
    }

    /// <summary>Weights and biases of all layers: Σ (in + 1)·out.</summary>
    public long ParameterCount
    {
        get
        {
            long count = 0;
            for (int l = 0; l < _layers.Length; l++) count += (InputsOf(l) + 1L) * _layers[l].Units;
            return count;
        }
    }

    /// <summary>Width of what feeds layer <paramref name="layer"/>, counted from 0.</summary>
    public int InputsOf(int layer) => layer == 0 ? Inputs : _layers[layer - 1].Units;

    /// <summary>The share dropped of what feeds layer <paramref name="layer"/>.</summary>
    internal float DropoutBefore(int layer) => layer == 0 ? InputDropout : _layers[layer - 1] is Dense d ? d.Dropout : 0;

    /// <summary>Equal inputs, input dropout and layers.</summary>
    public bool Equals(Network? other) =>
        other is not null && Inputs == other.Inputs && InputDropout == other.InputDropout && _layers.AsSpan().SequenceEqual(other._layers.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(Inputs);
        hash.Add(InputDropout);
        foreach (var layer in _layers) hash.Add(layer);
        return hash.ToHashCode();
    }

    /// <summary>One line: <c>784 → 30 sigmoid → 10 softmax</c>.</summary>
    public string Summary()
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{Inputs}");
        foreach (var layer in _layers) text.Append(CultureInfo.InvariantCulture, $" → {layer.Units} {layer.Activation}");
        return text.ToString();
    }

    /// <summary>A table with a row for each layer: kind, activation, shapes of weights and biases, parameters.</summary>
    public override string ToString()
    {
        List<string[]> rows =
        [
            ["layer", "units", "activation", "dropout", "weights", "biases", "parameters"],
            ["input", Text(Inputs), "", Share(InputDropout), "", "", ""],
        ];
        for (int l = 0; l < _layers.Length; l++)
        {
            var layer = _layers[l];
            rows.Add([
                string.Create(CultureInfo.InvariantCulture, $"dense {l + 1}"), Text(layer.Units), layer.Activation.ToString(), Share(DropoutBefore(l + 1)),
                string.Create(CultureInfo.InvariantCulture, $"{InputsOf(l)}×{layer.Units}"), Text(layer.Units), Text((InputsOf(l) + 1L) * layer.Units)]);
        }
        rows.Add(["total", "", "", "", "", "", Text(ParameterCount)]);

        var widths = Enumerable.Range(0, rows[0].Length).Select(c => rows.Max(r => r[c].Length)).ToArray();
        return string.Join(Environment.NewLine, rows.Select(r => string.Join("  ", r.Select((cell, c) => cell.PadRight(widths[c]))).TrimEnd()));

        static string Text(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
        static string Share(float dropout) => dropout == 0 ? "" : dropout.ToString(CultureInfo.InvariantCulture);
    }
}
