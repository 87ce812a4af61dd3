using Feedforward.Backends;

namespace Feedforward.Studio.Sessions;

/// <summary>Rows and columns of numbers that do not change.</summary>
public sealed class Grid(int rows, int columns, float[] values)
{
    public int Rows { get; } = rows;

    public int Columns { get; } = columns;

    public ReadOnlySpan<float> Values => values;

    public float this[int row, int column] => values[(row * Columns) + column];

    public static Grid Of(Matrix matrix) => new(matrix.Rows, matrix.Columns, matrix.ToArray());

    public static Grid Of(LaneMatrix matrix) => new(matrix.Rows, matrix.Columns, matrix.ToArray());
}

/// <summary>One layer at one moment, for a batch of N rows. The names are those of docs/notation.md.</summary>
/// <param name="Fed">a[l], what feeds it [N×in].</param>
/// <param name="Weights">W [in×out].</param>
/// <param name="Biases">b [1×out].</param>
/// <param name="Z">z = a W + b [N×out].</param>
/// <param name="A">a[l+1] = f(z) [N×out].</param>
/// <param name="Delta">δ = ∂C/∂z [N×out].</param>
/// <param name="WeightGradient">∂C/∂W [in×out], BP4.</param>
/// <param name="BiasGradient">∂C/∂b [1×out], BP3.</param>
/// <param name="Mask">The dropout factors in front of it [N×in], or null.</param>
public sealed record LayerFrame(Grid Fed, Grid Weights, Grid Biases, Grid Z, Grid A, Grid Delta, Grid WeightGradient, Grid BiasGradient, Grid? Mask);

/// <summary>A network at one moment, with everything that the four equations give for some rows.</summary>
/// <param name="Cost">Mean cost of the rows, without penalty.</param>
/// <param name="Inputs">The rows [N×D].</param>
/// <param name="Targets">What is wanted [N×K].</param>
/// <param name="Layers">The layers from the first to the last.</param>
public sealed record Frame(double Cost, Grid Inputs, Grid Targets, IReadOnlyList<LayerFrame> Layers)
{
    /// <summary>The network's outputs [N×K].</summary>
    public Grid Outputs => Layers[^1].A;
}

/// <summary>
/// Makes frames of a network for some rows: forward and back with the library's own back-propagation. Not for several threads at once.
/// </summary>
public sealed class FrameMaker
{
    private readonly Backend _backend;
    private readonly Cost _cost;
    private readonly Workspace _workspace;
    private readonly Parameters _gradient;
    private Moment? _moment;
    private Frame? _frame;

    /// <param name="network">The network.</param>
    /// <param name="cost">Its cost.</param>
    /// <param name="rows">The rows to look at: few.</param>
    /// <param name="backend">Where it is computed; null takes the usual one.</param>
    public FrameMaker(Network network, Cost cost, Dataset rows, Backend? backend = null)
    {
        (_cost, _backend) = (cost, backend ?? Backend.Default);
        _workspace = new Workspace(network, rows.Rows);
        _gradient = new Parameters(new ParameterLayout(network));
        var targets = new float[rows.Outputs];
        for (int i = 0; i < rows.Rows; i++)
        {
            rows.CopyInputs(i, _workspace.Batch.Row(i));
            rows.CopyTargets(i, targets);
            targets.CopyTo(_workspace.Targets.Row(i));
        }
    }

    /// <summary>The batch that frames are made of; its workspace, for a gradient check.</summary>
    public Workspace Workspace => _workspace;

    /// <summary>The frame of a moment; the last one is kept.</summary>
    public Frame At(Moment moment)
    {
        if (ReferenceEquals(moment, _moment) && _frame is not null) return _frame;
        (_moment, _frame) = (moment, Of(moment.Parameters));
        return _frame;
    }

    public Frame Of(Parameters parameters)
    {
        Backpropagation.Forward(_backend, parameters, _workspace);
        double cost = Backpropagation.CostSum(_backend, _cost, _workspace) / _workspace.WeightSum;
        Backpropagation.Backward(_backend, _cost, parameters, _workspace, _gradient);
        return new Frame(cost, Grid.Of(_workspace.Batch), Grid.Of(_workspace.Targets),
            [.. Enumerable.Range(0, _workspace.Network.Layers.Count).Select(l => new LayerFrame(
                Grid.Of(_workspace.Fed(l)), Grid.Of(parameters.Weights(l)), Grid.Of(parameters.Biases(l)),
                Grid.Of(_workspace.Inputs(l)), Grid.Of(_workspace.Outputs(l)), Grid.Of(_workspace.Errors(l)),
                Grid.Of(_gradient.Weights(l)), Grid.Of(_gradient.Biases(l)),
                _workspace.Mask(l) is { } mask ? Grid.Of(mask) : null))]);
    }
}
