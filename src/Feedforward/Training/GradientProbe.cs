using Feedforward.Backends;

namespace Feedforward;

/// <summary>
/// Measures how each layer learns, with dropout off, on the first training rows in their own order: the norm of the weight gradient, the norm of δ
/// averaged over the rows (Nielsen, chapter 5), which is the bias gradient, and the share of units that no row teaches.
/// </summary>
internal sealed class GradientProbe(Backend backend, Network network, Cost cost, Dataset train)
{
    private readonly Workspace _workspace = new(network, Math.Min(Trainer.ProbeRows, train.Rows));
    private readonly Batches _batches = new(train, network);
    private Parameters? _gradient;

    /// <summary>The gradient of the last measurement.</summary>
    internal Parameters? Gradient => _gradient;

    /// <summary>The epoch with what is measured, and with the cost of the probed rows.</summary>
    internal Epoch Measure(Parameters parameters, Epoch epoch)
    {
        var gradient = _gradient ??= new Parameters(parameters.Layout);
        _batches.Gather(0, _workspace.Capacity, _workspace);
        Backpropagation.Forward(backend, parameters, _workspace);
        double sum = Backpropagation.CostSum(backend, cost, _workspace);
        Backpropagation.Backward(backend, cost, parameters, _workspace, gradient);
        var layers = Enumerable.Range(0, network.Layers.Count);
        return epoch with
        {
            TrainingCost = sum / _workspace.WeightSum,
            GradientNorms = [.. layers.Select(l => backend.Norm(gradient.Weights(l).Flat))],
            ErrorNorms = [.. layers.Select(l => backend.Norm(gradient.Biases(l)))],
            DeadUnits = [.. layers.Select(l => DeadShare(_workspace.Errors(l)))],
        };
    }

    /// <summary>The share of columns that are 0 in every row.</summary>
    private static double DeadShare(Matrix errors)
    {
        var isAlive = new bool[errors.Columns];
        for (int i = 0; i < errors.Rows; i++)
        {
            var row = errors.Row(i);
            for (int j = 0; j < isAlive.Length; j++) isAlive[j] |= row[j] != 0;
        }
        return (double)isAlive.Count(alive => !alive) / isAlive.Length;
    }
}
