using Feedforward.Backends;

namespace Feedforward;

/// <summary>
/// Measures how each layer learns, with dropout off, on the first training rows in their own order: the norm of the weight gradient, the norm of δ
/// averaged over the rows (Nielsen, chapter 5), which is the bias gradient, and the share of units that no row can teach.
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
            DeadUnits = [.. layers.SkipLast(1).Select(l => DeadShare(network.Layers[l].Activation, _workspace.Inputs(l)))],
        };
    }

    /// <summary>The share of columns of z in which f′(z) is 0, to the last bit of a float beside 1, in every row.</summary>
    private static double DeadShare(Activation f, Matrix z)
    {
        const double Nothing = 1.0 / (1 << 24);
        int dead = 0;
        for (int j = 0; j < z.Columns; j++)
        {
            int i = 0;
            while (i < z.Rows && Math.Abs(f.Slope(z[i, j])) < Nothing) i++;
            if (i == z.Rows) dead++;
        }
        return (double)dead / z.Columns;
    }
}
