using System.Globalization;

namespace Feedforward;

/// <summary>Names what went wrong when a number is no longer finite.</summary>
internal static class Divergence
{
    /// <summary>The cost of a batch is not finite: names the first layer whose weighted inputs are not.</summary>
    internal static DivergenceException Of(TrainingOptions options, int epoch, int batch, Workspace workspace, double cost)
    {
        int layer = FirstBadLayer(workspace);
        string where = layer == workspace.Network.Layers.Count ? Errors.Text("DivergedCost") : Input(workspace.Network, layer);
        return Of(options, epoch, batch, cost, where);
    }

    /// <summary>Refuses a chunk of rows where a weighted input is not finite: names the first layer and its first row, counted from 1.</summary>
    internal static void RequireFinite(Workspace workspace, int first)
    {
        int layer = FirstBadLayer(workspace), row = 0;
        if (layer == workspace.Network.Layers.Count) return;
        while (FiniteNumbers.All(workspace.Inputs(layer).Row(row))) row++;
        throw Errors.Data("FF2316", first + row + 1, Input(workspace.Network, layer));
    }

    private static int FirstBadLayer(Workspace workspace)
    {
        int layer = 0;
        while (layer < workspace.Network.Layers.Count && workspace.Inputs(layer).IsFinite()) layer++;
        return layer;
    }

    private static string Input(Network network, int layer) => Errors.Text("DivergedInput", layer + 1, network.Layers[layer].Activation);

    /// <summary>A parameter is not finite at the end of an epoch.</summary>
    internal static DivergenceException Of(Network network, TrainingOptions options, int epoch, int batch, ParameterBlock block)
    {
        int layer = int.Parse(block.Name.Split('.')[1], CultureInfo.InvariantCulture);
        string where = Errors.Text(block.DecayFactor > 0 ? "DivergedWeights" : "DivergedBiases", layer + 1, network.Layers[layer].Activation);
        return Of(options, epoch, batch, double.NaN, where);
    }

    private static DivergenceException Of(TrainingOptions options, int epoch, int batch, double cost, string where)
    {
        string found = double.IsNaN(cost) ? "NaN" : cost > 0 ? "+∞" : "−∞";
        float rate = options.Optimizer.LearningRate;
        return new DivergenceException(Errors.Notice("FF4001", epoch, batch, found, where, rate, rate / 10), epoch, batch, where);
    }
}
