namespace Feedforward.Tests.Oracle;

/// <summary>How the oracle trains. All numbers are doubles; what is 0 is off.</summary>
internal sealed record NaiveOptions(string Cost, string Rule)
{
    internal double Momentum { get; init; }

    internal double Rho { get; init; } = 0.9f;

    internal double Beta1 { get; init; } = 0.9f;

    internal double Beta2 { get; init; } = 0.999f;

    internal double Epsilon { get; init; } = 1e-8f;

    internal double WeightDecay { get; init; }

    internal double L1 { get; init; }

    internal double L2 { get; init; }

    internal double Clip { get; init; } = double.PositiveInfinity;

    internal double MaxNorm { get; init; } = double.PositiveInfinity;
}

/// <summary>The order of a step, and the optimisers' rules, in double from their papers: gradient, clip, L2, step, L1, max-norm.</summary>
internal sealed class NaiveTrainer
{
    private readonly NaiveNetwork _network;
    private readonly NaiveOptions _options;
    private readonly double[][] _tensors, _first, _second;
    private int _step;

    internal NaiveTrainer(NaiveNetwork network, NaiveOptions options)
    {
        (_network, _options) = (network, options);
        _tensors = [.. network.Weights, .. network.Biases];
        (_first, _second) = (Zeros(), Zeros());
    }

    internal void Step(NaiveBatch batch, double rate)
    {
        _step++;
        var (weights, biases) = _network.Gradient(_options.Cost, batch);
        double[][] gradient = [.. weights, .. biases];
        double norm = Math.Sqrt(gradient.Sum(g => g.Sum(x => x * x)));
        double shrink = norm > _options.Clip ? _options.Clip / norm : 1;
        for (int t = 0; t < _tensors.Length; t++)
        {
            bool isWeight = t < _network.Layers;
            for (int i = 0; i < _tensors[t].Length; i++)
            {
                double g = (gradient[t][i] * shrink) + (isWeight ? _options.L2 * _tensors[t][i] : 0);
                double w = Update(_tensors[t][i], g, ref _first[t][i], ref _second[t][i], rate, isWeight ? _options.WeightDecay : 0);
                _tensors[t][i] = isWeight ? Math.Sign(w) * Math.Max(Math.Abs(w) - (rate * _options.L1), 0) : w;
            }
        }
        for (int l = 0; l < _network.Layers; l++) LimitColumns(_network.Weights[l], _network.Widths[l + 1]);
    }

    private double Update(double w, double g, ref double m, ref double s, double rate, double decay)
    {
        switch (_options.Rule)
        {
            case "sgd":
                return w - (rate * g);
            case "momentum":
                m = (_options.Momentum * m) + g;
                return w - (rate * m);
            case "nesterov":
                m = (_options.Momentum * m) + g;
                return w - (rate * (g + (_options.Momentum * m)));
            case "rmsprop":
                s = (_options.Rho * s) + ((1 - _options.Rho) * g * g);
                return w - (rate * g / (Math.Sqrt(s) + _options.Epsilon));
            case "adam":
                w -= rate * decay * w;
                m = (_options.Beta1 * m) + ((1 - _options.Beta1) * g);
                s = (_options.Beta2 * s) + ((1 - _options.Beta2) * g * g);
                double mean = m / (1 - Math.Pow(_options.Beta1, _step)), square = s / (1 - Math.Pow(_options.Beta2, _step));
                return w - (rate * mean / (Math.Sqrt(square) + _options.Epsilon));
            default:
                throw new InvalidOperationException(_options.Rule);
        }
    }

    private void LimitColumns(double[] weights, int columns)
    {
        for (int j = 0; j < columns; j++)
        {
            double norm = 0;
            for (int i = j; i < weights.Length; i += columns) norm += weights[i] * weights[i];
            norm = Math.Sqrt(norm);
            if (norm <= _options.MaxNorm) continue;
            for (int i = j; i < weights.Length; i += columns) weights[i] *= _options.MaxNorm / norm;
        }
    }

    private double[][] Zeros() => [.. _tensors.Select(t => new double[t.Length])];
}
