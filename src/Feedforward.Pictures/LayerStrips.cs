using System.Globalization;

namespace Feedforward.Pictures;

/// <summary>What stands under the columns of a network: kind and units, the shapes of what flows through, and how many parameters that makes.</summary>
public static class LayerStrips
{
    /// <summary>The lines of each column, from the inputs on. A row of the batch is one row: activations are [1, units], weights [in, units].</summary>
    /// <param name="network">The network.</param>
    /// <param name="input">What the input column is called.</param>
    /// <param name="parameters">How a number of parameters is said.</param>
    public static IReadOnlyList<IReadOnlyList<string>> Of(Network network, string input, Func<long, string> parameters)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(parameters);
        List<IReadOnlyList<string>> columns = [[Invariant($"{input} {network.Inputs}"), Activations(1, network.Inputs)]];
        for (int l = 0; l < network.Layers.Count; l++)
        {
            var layer = network.Layers[l];
            int inputs = network.InputsOf(l);
            columns.Add([
                Invariant($"dense {layer.Units} · {layer.Activation}"),
                Activations(l + 2, layer.Units),
                Invariant($"w{Symbols.Upper(l + 1)} ({inputs},{layer.Units}) | b ({layer.Units})"),
                parameters((inputs + 1L) * layer.Units),
            ]);
        }
        return columns;
    }

    private static string Activations(int layer, int units) => Invariant($"a{Symbols.Upper(layer)} (1,{units})");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
