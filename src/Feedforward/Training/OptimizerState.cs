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

    /// <summary>One step over the whole vector, run by run.</summary>
    internal void Step(Backend backend, Optimizer optimizer, float learningRate, Parameters gradient, Parameters parameters)
    {
        var rule = optimizer.Rule(learningRate, this);
        foreach (var run in parameters.Layout.Runs)
        {
            var mine = rule with { LearningRate = learningRate * run.LearningRateFactor, WeightDecay = rule.WeightDecay * run.DecayFactor };
            backend.Update(mine, gradient.Run(run), _first?.Run(run) ?? default, _second?.Run(run) ?? default, parameters.Run(run));
        }
    }

    /// <summary>β₁ᵗ and β₂ᵗ of the next step, as running products in double.</summary>
    internal (double Power1, double Power2) AdvanceBetas(float beta1, float beta2) => (_power1 *= beta1, _power2 *= beta2);
}
