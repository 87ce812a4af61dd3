using System.Globalization;

namespace Feedforward;

/// <summary>Names what went wrong when a number is no longer finite.</summary>
internal static class Divergence
{
    /// <summary>The cost of a batch is not finite: names the first layer whose weighted inputs are not.</summary>
    internal static DivergenceException Of(TrainingOptions options, int epoch, int batch, Workspace workspace, double cost)
    {
        int layers = workspace.Network.Layers.Count;
        int layer = Enumerable.Range(0, layers).FirstOrDefault(l => !workspace.Inputs(l).IsFinite(), layers);
        string where = layer == layers
            ? Errors.Text("DivergedCost")
            : Errors.Text("DivergedInput", layer + 1, workspace.Network.Layers[layer].Activation);
        return Of(options, epoch, batch, cost, where);
    }

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
