using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Feedforward.Backends;

/// <summary>
/// Another back end with a clock: each operation is handed on as it is, so the numbers are the other's bit for bit and what is fused stays fused, and its
/// time, operations and bytes are added up by operation and shape. A call costs two looks at the clock and one into a table, and allocates nothing.
/// </summary>
public sealed class TimedBackend : Backend
{
    /// <summary>Room for the shapes of an ordinary training, so that the table does not grow while it is timed.</summary>
    private const int UsualShapes = 256;

    private readonly Backend _inner;
    private readonly Lock _lock = new();
    private readonly Dictionary<(string, OperationShape), Total> _totals = new(UsualShapes);

    /// <summary>A clock around a back end.</summary>
    public TimedBackend(Backend inner)
    {
        ArgumentNullException.ThrowIfNull(inner);
        _inner = inner;
    }

    /// <inheritdoc/>
    public override string Name => _inner.Name;

    /// <inheritdoc/>
    public override int Threads => _inner.Threads;

    /// <summary>What was called until now, the longest time first.</summary>
    public IReadOnlyList<OperationProfile> Profile
    {
        get
        {
            lock (_lock)
                return [.. _totals.Select(pair => pair.Value.Profile(pair.Key.Item1, pair.Key.Item2)).OrderByDescending(p => p.Seconds)];
        }
    }

    internal override int ActiveThreads
    {
        get => _inner.ActiveThreads;
        set => _inner.ActiveThreads = value;
    }

    internal override bool ThreadsAreFree => _inner.ThreadsAreFree;

    internal override void WhileIdle(IIdleWork? work) => _inner.WhileIdle(work);

    internal override void Run<TWork>(ref TWork work, int parts) => _inner.Run(ref work, parts);

    /// <inheritdoc/>
    protected override void AffineCore(Matrix a, LaneMatrix weights, Matrix biases, Matrix z)
    {
        using var call = Begin(OperationWork.Affine(OperationShape.Of(a.Rows, weights)));
        _inner.Affine(a, weights, biases, z);
    }

    /// <inheritdoc/>
    protected override void AffineMapCore(Matrix a, LaneMatrix weights, Matrix biases, Elementwise function, float parameter, Matrix z, Matrix result)
    {
        using var call = Begin(OperationWork.AffineMap(OperationShape.Of(a.Rows, weights)));
        _inner.AffineMap(a, weights, biases, function, parameter, z, result);
    }

    /// <inheritdoc/>
    protected override void AffineBackwardInputCore(Matrix delta, LaneMatrix weights, Matrix result)
    {
        using var call = Begin(OperationWork.AffineBackwardInput(OperationShape.Of(delta.Rows, weights)));
        _inner.AffineBackwardInput(delta, weights, result);
    }

    /// <inheritdoc/>
    protected override void AffineBackwardInputMapCore(
        Matrix delta, LaneMatrix weights, Matrix mask, Elementwise function, float parameter, Matrix z, Matrix a, Matrix result)
    {
        using var call = Begin(OperationWork.AffineBackwardInputMap(OperationShape.Of(delta.Rows, weights), mask.Exists));
        _inner.AffineBackwardInputMap(delta, weights, mask.Exists ? mask : null, function, parameter, z, a, result);
    }

    /// <inheritdoc/>
    protected override void AffineBackwardParametersCore(Matrix a, Matrix delta, LaneMatrix weights, Matrix biases)
    {
        using var call = Begin(OperationWork.AffineBackwardParameters(OperationShape.Of(a.Rows, weights)));
        _inner.AffineBackwardParameters(a, delta, weights, biases);
    }

    /// <inheritdoc/>
    protected override void AffineBackwardUpdateCore(
        Matrix a, Matrix delta, in UpdateRule weightRule, in UpdateRule biasRule, in UpdatedBlock weights, in UpdatedBlock biases)
    {
        using var call = Begin(OperationWork.AffineBackwardUpdate(OperationShape.Of(a.Rows, weights.Parameters), weightRule, biasRule));
        _inner.AffineBackwardUpdate(a, delta, weightRule, biasRule, weights, biases);
    }

    /// <inheritdoc/>
    protected override void MapCore(Elementwise function, float parameter, Matrix z, Matrix a)
    {
        using var call = Begin(OperationWork.Map(OperationShape.Of(z)));
        _inner.Map(function, parameter, z, a);
    }

    /// <inheritdoc/>
    protected override void MapBackwardCore(Elementwise function, float parameter, Matrix z, Matrix a, Matrix delta)
    {
        using var call = Begin(OperationWork.MapBackward(OperationShape.Of(z)));
        _inner.MapBackward(function, parameter, z, a, delta);
    }

    /// <inheritdoc/>
    protected override void SoftmaxCore(Matrix z, Matrix a)
    {
        using var call = Begin(OperationWork.Softmax(OperationShape.Of(z)));
        _inner.Softmax(z, a);
    }

    /// <inheritdoc/>
    protected override void MultiplyCore(Matrix x, Matrix factor, Matrix result)
    {
        using var call = Begin(OperationWork.Multiply(OperationShape.Of(x)));
        _inner.Multiply(x, factor, result);
    }

    /// <inheritdoc/>
    protected override double CostValueCore(CostFunction cost, Matrix z, Matrix a, Matrix targets, Matrix rowWeights)
    {
        using var call = Begin(OperationWork.CostValue(OperationShape.Of(z), cost));
        return _inner.CostValue(cost, z, a, targets, rowWeights);
    }

    /// <inheritdoc/>
    protected override void CostErrorCore(Matrix a, Matrix targets, Matrix rowWeights, double weightSum, Matrix delta)
    {
        using var call = Begin(OperationWork.CostError(OperationShape.Of(a)));
        _inner.CostError(a, targets, rowWeights, weightSum, delta);
    }

    /// <inheritdoc/>
    protected override double OutputCore(
        CostFunction cost, Elementwise? function, float parameter, bool collapses, Matrix z, Matrix targets, Matrix rowWeights, double weightSum, Matrix a, Matrix delta)
    {
        using var call = Begin(OperationWork.Output(OperationShape.Of(z), cost, softmax: function is null, collapses));
        return _inner.Output(cost, function, parameter, collapses, z, targets, rowWeights, weightSum, a, delta);
    }

    /// <inheritdoc/>
    protected override void AddScaledCore(Matrix x, float alpha, Matrix y)
    {
        using var call = Begin(OperationWork.AddScaled(OperationShape.Of(x)));
        _inner.AddScaled(x, alpha, y);
    }

    /// <inheritdoc/>
    protected override void ScaleCore(float alpha, Matrix x)
    {
        using var call = Begin(OperationWork.Scale(OperationShape.Of(x)));
        _inner.Scale(alpha, x);
    }

    /// <inheritdoc/>
    protected override double DotCore(Matrix x, Matrix y)
    {
        using var call = Begin(OperationWork.Dot(OperationShape.Of(x), withItself: x.Buffer == y.Buffer && x.Place(0, 0) == y.Place(0, 0)));
        return _inner.Dot(x, y);
    }

    /// <inheritdoc/>
    protected override void UpdateCore(in UpdateRule rule, Matrix gradient, Matrix first, Matrix second, Matrix parameters)
    {
        using var call = Begin(OperationWork.Update(OperationShape.Of(parameters), rule));
        _inner.Update(rule, gradient, first, second, parameters);
    }

    /// <inheritdoc/>
    protected override void MaxNormCore(float limit, LaneMatrix weights)
    {
        using var call = Begin(OperationWork.MaxNorm(new OperationShape(weights.Rows, weights.Columns)));
        _inner.MaxNorm(limit, weights);
    }

    private Call Begin(OperationWork work) => new(this, work, Stopwatch.GetTimestamp());

    private void Add(in OperationWork work, long ticks)
    {
        lock (_lock)
        {
            ref var total = ref CollectionsMarshal.GetValueRefOrAddDefault(_totals, (work.Name, work.Shape), out _);
            total.Calls++;
            total.Ticks += ticks;
            total.Flops += work.Flops;
            total.Floats += work.Floats;
        }
    }

    /// <summary>A call from its beginning to the end of the block that it stands in.</summary>
    private readonly struct Call(TimedBackend timed, OperationWork work, long start) : IDisposable
    {
        public void Dispose() => timed.Add(work, Stopwatch.GetTimestamp() - start);
    }

    private struct Total
    {
        internal long Calls, Ticks, Flops, Floats;

        internal readonly OperationProfile Profile(string name, OperationShape shape) =>
            new(name, shape.ToString(), Calls, (double)Ticks / Stopwatch.Frequency, Flops, Floats * sizeof(float));
    }
}
