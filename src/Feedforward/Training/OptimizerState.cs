using Feedforward.Backends;

namespace Feedforward;

/// <summary>What an optimiser remembers between steps: its vectors and its running products of β. It holds no hyper-parameters.</summary>
public sealed class OptimizerState
{
    private readonly Parameters? _first, _second;
    private double _power1, _power2;

    /// <summary>The state before the first step.</summary>
    public OptimizerState(Optimizer optimizer, ParameterLayout layout)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        var rule = optimizer.Rule(1, this);
        (_power1, _power2) = (1, 1);
        if (rule.UsesFirst) _first = new Parameters(layout);
        if (rule.UsesSecond) _second = new Parameters(layout);
    }

    internal void PutInto(TrainingState state)
    {
        state.Put("optimizer.beta1_power", _power1);
        state.Put("optimizer.beta2_power", _power2);
        if (_first is not null) state.Put("optimizer.first", _first.Clone());
        if (_second is not null) state.Put("optimizer.second", _second.Clone());
    }

    internal void TakeFrom(TrainingState state)
    {
        (_power1, _power2) = (state.Number("optimizer.beta1_power"), state.Number("optimizer.beta2_power"));
        _first?.CopyFrom(state.Vector("optimizer.first"));
        _second?.CopyFrom(state.Vector("optimizer.second"));
    }

    /// <summary>A block of the parameters with what is remembered of it.</summary>
    internal UpdatedBlock Block(Parameters parameters, ParameterBlock block) =>
        new(parameters.View(block), _first?.View(block) ?? default, _second?.View(block) ?? default);

    /// <summary>β₁ᵗ and β₂ᵗ of the next step, as running products in double.</summary>
    internal (double Power1, double Power2) AdvanceBetas(float beta1, float beta2) => (_power1 *= beta1, _power2 *= beta2);
}

/// <summary>The optimiser's step on one network's parameters, layer by layer: the rule with the penalty in it, and what it remembers.</summary>
internal sealed class OptimizerStep : ILayerStep
{
    private readonly Optimizer _optimizer;
    private readonly Penalty _penalty;
    private readonly OptimizerState _state;
    private readonly ParameterLayout _layout;
    private readonly UpdatedBlock[] _weights, _biases;
    private UpdateRule _rule;

    internal OptimizerStep(Optimizer optimizer, Penalty penalty, Parameters parameters)
    {
        (_optimizer, _penalty, _layout) = (optimizer, penalty, parameters.Layout);
        _state = new OptimizerState(optimizer, parameters.Layout);
        var layers = Enumerable.Range(0, parameters.Layout.Blocks.Count / 2);
        _weights = [.. layers.Select(l => _state.Block(parameters, _layout.Weights(l)))];
        _biases = [.. layers.Select(l => _state.Block(parameters, _layout.Biases(l)))];
    }

    /// <summary>What it remembers between steps.</summary>
    internal OptimizerState State => _state;

    /// <summary>Begins a step at a learning rate.</summary>
    internal void Begin(float learningRate) => _rule = _optimizer.Rule(learningRate, _state) with { L2 = _penalty.L2Strength };

    /// <summary>Moves a layer's parameters along the gradient that follows from its inputs and errors.</summary>
    public void Follow(Backend b, int layer, Matrix fed, Matrix errors) =>
        b.AffineBackwardUpdate(fed, errors, RuleFor(_layout.Weights(layer)), RuleFor(_layout.Biases(layer)), _weights[layer], _biases[layer]);

    /// <summary>Moves all parameters along a gradient that is known.</summary>
    internal void Follow(Backend b, Parameters gradient)
    {
        for (int l = 0; l < _weights.Length; l++)
        {
            Update(b, _layout.Weights(l), gradient, _weights[l]);
            Update(b, _layout.Biases(l), gradient, _biases[l]);
        }
    }

    private void Update(Backend b, ParameterBlock place, Parameters gradient, in UpdatedBlock block) =>
        b.Update(RuleFor(place), gradient.View(place).Flat, block.First.Flat, block.Second.Flat, block.Parameters.Flat);

    private UpdateRule RuleFor(ParameterBlock block)
    {
        float learningRate = _rule.LearningRate * block.LearningRateFactor;
        return _rule with
        {
            LearningRate = learningRate,
            WeightDecay = _rule.WeightDecay * block.DecayFactor,
            L2 = _rule.L2 * block.DecayFactor,
            Threshold = learningRate * _penalty.L1Strength * block.DecayFactor,
        };
    }
}
