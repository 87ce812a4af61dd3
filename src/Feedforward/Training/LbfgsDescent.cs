using System.Globalization;
using Feedforward.Backends;

namespace Feedforward;

/// <summary>Limited-memory BFGS over all rows: an epoch is one iteration. See <see cref="Lbfgs"/> for the sources.</summary>
internal sealed class LbfgsDescent : IDescent
{
    private const double Armijo = 1e-4, Curvature = 0.9, GradientTolerance = 1e-5;

    private readonly Backend _backend;
    private readonly Cost _cost;
    private readonly TrainingOptions _options;
    private readonly Lbfgs _rule;
    private readonly Workspace _workspace;
    private readonly Parameters _parameters, _gradient, _start, _startGradient, _direction;
    private readonly List<(Parameters Step, Parameters Change, double Rho)> _pairs = [];
    private double _value = double.NaN;
    private int _evaluations;

    internal LbfgsDescent(Backend backend, Network network, Cost cost, TrainingOptions options, Lbfgs rule, Dataset train, Parameters parameters)
    {
        if (parameters.Layout.Blocks.Any(block => block.LearningRateFactor != 1)) throw Errors.Option("FF1006", "bias learning rate");
        (_backend, _cost, _options, _rule, _parameters) = (backend, cost, options, rule, parameters);
        _workspace = new Workspace(network, train.Rows);
        new Batches(train, network, options.LabelSmoothing).Gather(0, train.Rows, _workspace);
        (_gradient, _start) = (new Parameters(parameters.Layout), new Parameters(parameters.Layout));
        (_startGradient, _direction) = (new Parameters(parameters.Layout), new Parameters(parameters.Layout));
    }

    public long Steps { get; private set; }

    public int Batches => 1;

    public float LearningRate { get; private set; }

    public StopReason Ended { get; private set; }

    public bool IsBetweenSteps { get; private set; } = true;

    public void PutInto(TrainingState state)
    {
        state.Put("steps", Steps);
        state.Put("learning_rate", LearningRate);
        state.Put("descent_ended", Ended);
        state.Put("optimizer.value", _value);
        state.Put("optimizer.evaluations", _evaluations);
        state.Put("optimizer.gradient", _gradient.Clone());
        state.Put("optimizer.pairs", _pairs.Count);
        for (int i = 0; i < _pairs.Count; i++)
        {
            string pair = PairName(i);
            state.Put(pair + ".step", _pairs[i].Step.Clone());
            state.Put(pair + ".change", _pairs[i].Change.Clone());
            state.Put(pair + ".rho", _pairs[i].Rho);
        }
    }

    public void TakeFrom(TrainingState state)
    {
        (Steps, LearningRate, Ended) = (state.Long("steps"), (float)state.Number("learning_rate"), state.Reason("descent_ended"));
        (_value, _evaluations) = (state.Number("optimizer.value"), state.Whole("optimizer.evaluations"));
        _gradient.CopyFrom(state.Vector("optimizer.gradient"));
        _pairs.Clear();
        for (int i = 0; i < state.Whole("optimizer.pairs"); i++)
        {
            string pair = PairName(i);
            _pairs.Add((state.Vector(pair + ".step").Clone(), state.Vector(pair + ".change").Clone(), state.Number(pair + ".rho")));
        }
    }

    private static string PairName(int i) => string.Create(CultureInfo.InvariantCulture, $"optimizer.pair.{i}");

    public double RunEpoch(int epoch, int plateauEpochs, EpochPosition position, IProgress<Step>? progress, CancellationToken cancellation)
    {
        if (position.Batch == 0) Iterate(epoch, position, progress, cancellation);
        return position.CostSum / position.WeightSum;
    }

    private void Iterate(int epoch, EpochPosition position, IProgress<Step>? progress, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        IsBetweenSteps = false;
        if (double.IsNaN(_value))
        {
            _value = Evaluate();
            if (!double.IsFinite(_value)) throw Divergence.Of(_options, epoch, 1, _workspace, _value);
        }
        double slope = ChooseDirection();
        _start.CopyFrom(_parameters);
        _startGradient.CopyFrom(_gradient);
        if (slope < 0 && Search(slope)) Remember();
        else GiveUp();
        if (Ended == StopReason.None && Largest(_gradient) <= GradientTolerance) Ended = StopReason.Converged;
        if (Ended == StopReason.None && _evaluations >= _rule.MaxEvaluations) Ended = StopReason.Evaluations;
        Steps++;
        double cost = _value - _options.Penalty.Value(_parameters);
        (position.Batch, position.CostSum, position.WeightSum) = (1, cost, 1);
        IsBetweenSteps = true;
        progress?.Report(new Step(epoch, _options.Epochs, _workspace.Rows, _workspace.Rows, cost));
    }

    /// <summary>Mean cost with penalty, and its gradient, at the working parameters.</summary>
    private double Evaluate()
    {
        _evaluations++;
        Backpropagation.Forward(_backend, _parameters, _workspace);
        double cost = Backpropagation.CostSum(_backend, _cost, _workspace) / _workspace.WeightSum;
        Backpropagation.Backward(_backend, _cost, _parameters, _workspace, _gradient);
        _options.Penalty.AddGradient(_backend, _parameters, _gradient);
        return cost + _options.Penalty.Value(_parameters);
    }

    /// <summary>The two-loop recursion (Nocedal, Wright, algorithm 7.4): d = −H g; returns dᵀg.</summary>
    private double ChooseDirection()
    {
        _direction.CopyFrom(_gradient);
        var alphas = new double[_pairs.Count];
        for (int i = _pairs.Count - 1; i >= 0; i--)
        {
            alphas[i] = _pairs[i].Rho * Dot(_pairs[i].Step, _direction);
            _backend.AddScaled(_pairs[i].Change.All, (float)-alphas[i], _direction.All);
        }
        double scale = _pairs.Count == 0
            ? 1 / Math.Max(1, _backend.Norm(_gradient.All))
            : 1 / (_pairs[^1].Rho * Dot(_pairs[^1].Change, _pairs[^1].Change));
        _backend.Scale((float)scale, _direction.All);
        for (int i = 0; i < _pairs.Count; i++)
        {
            double beta = _pairs[i].Rho * Dot(_pairs[i].Change, _direction);
            _backend.AddScaled(_pairs[i].Step.All, (float)(alphas[i] - beta), _direction.All);
        }
        _backend.Scale(-1, _direction.All);
        return Dot(_direction, _gradient);
    }

    /// <summary>Finds a step length with enough descent and a flatter slope, by doubling and bisecting.</summary>
    private bool Search(double slope)
    {
        double low = 0, high = double.PositiveInfinity, length = 1;
        for (int trial = 0; trial < 40 && _evaluations < _rule.MaxEvaluations; trial++)
        {
            _parameters.CopyFrom(_start);
            _backend.AddScaled(_direction.All, (float)length, _parameters.All);
            double value = Evaluate();
            if (!(value <= _value + (Armijo * length * slope))) high = length;
            else if (Dot(_direction, _gradient) < Curvature * slope) low = length;
            else
            {
                (_value, LearningRate) = (value, (float)length);
                return true;
            }
            length = double.IsPositiveInfinity(high) ? 2 * low : 0.5 * (low + high);
        }
        return false;
    }

    private void Remember()
    {
        var (step, change) = _pairs.Count < _rule.History
            ? (new Parameters(_parameters.Layout), new Parameters(_parameters.Layout))
            : (_pairs[0].Step, _pairs[0].Change);
        if (_pairs.Count == _rule.History) _pairs.RemoveAt(0);
        step.CopyFrom(_parameters);
        _backend.AddScaled(_start.All, -1, step.All);
        change.CopyFrom(_gradient);
        _backend.AddScaled(_startGradient.All, -1, change.All);
        double curvature = Dot(step, change);
        if (curvature > 0) _pairs.Add((step, change, 1 / curvature));
    }

    /// <summary>No acceptable step: forget the curvature and try plain descent next; when that fails too, this is the end.</summary>
    private void GiveUp()
    {
        _parameters.CopyFrom(_start);
        _gradient.CopyFrom(_startGradient);
        if (_evaluations >= _rule.MaxEvaluations) Ended = StopReason.Evaluations;
        else if (_pairs.Count == 0) Ended = StopReason.Converged;
        _pairs.Clear();
    }

    private double Dot(Parameters x, Parameters y) => _backend.Dot(x.All, y.All);

    private static double Largest(Parameters gradient)
    {
        float largest = 0;
        foreach (float g in gradient.All.Span) largest = Math.Max(largest, Math.Abs(g));
        return largest;
    }
}
