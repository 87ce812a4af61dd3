using System.Globalization;
using Feedforward.Backends;

namespace Feedforward;

/// <summary>Numbers of a network as they stand in a file: <c>layers.N.weight</c> [out, in] and <c>layers.N.bias</c> [out], with a prefix where there are several sets.</summary>
internal static class ModelTensors
{
    internal static IEnumerable<NamedTensor> Of(Parameters parameters, string prefix = "")
    {
        for (int l = 0; l < parameters.Layout.Blocks.Count / 2; l++)
        {
            var (weights, biases) = (parameters.Weights(l), parameters.Biases(l));
            yield return new NamedTensor(prefix + parameters.Layout.Weights(l).Name, [weights.Columns, weights.Rows], Transposed(weights));
            yield return new NamedTensor(prefix + parameters.Layout.Biases(l).Name, [biases.Columns], biases.ToArray());
        }
    }

    /// <exception cref="ModelFileException">FF3037, FF3038: a tensor is missing or has another shape than the network needs.</exception>
    internal static Parameters Read(Network network, ModelContent content, string prefix = "")
    {
        RequireShapes(network, content, prefix);
        var parameters = new Parameters(new ParameterLayout(network));
        for (int l = 0; l < network.Layers.Count; l++)
        {
            var (weights, biases) = (parameters.Weights(l), parameters.Biases(l));
            var values = content.Values(prefix + parameters.Layout.Weights(l).Name, weights.Columns, weights.Rows).Span;
            for (int i = 0; i < weights.Rows; i++)
                for (int j = 0; j < weights.Columns; j++) weights[i, j] = values[(j * weights.Rows) + i];
            biases.Set(content.Values(prefix + parameters.Layout.Biases(l).Name, biases.Columns).Span);
        }
        return parameters;
    }

    /// <summary>Compares shapes before memory for the network is taken: a forged width must not cost more than the file is long.</summary>
    private static void RequireShapes(Network network, ModelContent content, string prefix)
    {
        for (int l = 0; l < network.Layers.Count; l++)
        {
            int units = network.Layers[l].Units;
            content.Values(string.Create(CultureInfo.InvariantCulture, $"{prefix}layers.{l}.weight"), units, network.InputsOf(l));
            content.Values(string.Create(CultureInfo.InvariantCulture, $"{prefix}layers.{l}.bias"), units);
        }
    }

    private static float[] Transposed(LaneMatrix matrix)
    {
        var values = new float[matrix.Rows * matrix.Columns];
        for (int i = 0; i < matrix.Rows; i++)
            for (int j = 0; j < matrix.Columns; j++) values[(j * matrix.Rows) + i] = matrix[i, j];
        return values;
    }
}
