using Feedforward.Backends;

namespace Feedforward;

/// <summary>
/// Measures how fast each layer learns, with dropout off, on the first training rows in their own order: the norm of the weight gradient, and the norm
/// of δ averaged over the rows (Nielsen, chapter 5), which is the bias gradient.
/// </summary>
internal sealed class GradientProbe(Backend backend, Network network, Cost cost, Dataset train)
{
    private readonly Workspace _workspace = new(network, Math.Min(Trainer.ProbeRows, train.Rows));
    private readonly Batches _batches = new(train, network);
    private Parameters? _gradient;

    internal (double Cost, IReadOnlyList<double> Gradients, IReadOnlyList<double> Errors) Measure(Parameters parameters)
    {
        var gradient = _gradient ??= new Parameters(parameters.Layout);
        _batches.Gather(0, _workspace.Capacity, _workspace);
        Backpropagation.Forward(backend, parameters, _workspace);
        double sum = Backpropagation.CostSum(backend, cost, _workspace);
        Backpropagation.Backward(backend, cost, parameters, _workspace, gradient);
        var layers = Enumerable.Range(0, network.Layers.Count);
        return (sum / _workspace.WeightSum,
            [.. layers.Select(l => backend.Norm(gradient.Weights(l).Flat))],
            [.. layers.Select(l => backend.Norm(gradient.Biases(l)))]);
    }
}
