using Feedforward.Studio.Sessions;

namespace Feedforward.Studio.Learn.Labs;

/// <summary>Some logits at one moment, and what the output layer makes of them.</summary>
/// <param name="Z">The logits.</param>
/// <param name="Temperature">What they are divided by.</param>
/// <param name="Powers">The powers of e in the formula, in float; of −z for sigmoids.</param>
/// <param name="P">The outputs.</param>
/// <param name="Delta">δ = ∂C/∂z of the output layer.</param>
/// <param name="Entropy">−Σ p ln p; NaN where the outputs are no shares.</param>
/// <param name="Loss">C: −ln p of the true class, or the cross-entropy of the sigmoids.</param>
/// <param name="Wanted">The true class, from 0.</param>
/// <param name="IsSoftmax">Softmax, or a sigmoid for each.</param>
/// <param name="Subtracts">Whether the largest logit is subtracted first.</param>
public sealed record SoftmaxView(
    IReadOnlyList<float> Z, float Temperature, IReadOnlyList<float> Powers, IReadOnlyList<float> P, IReadOnlyList<float> Delta, double Entropy, double Loss, int Wanted, bool IsSoftmax, bool Subtracts)
{
    /// <summary>Σ of the powers, in float.</summary>
    public float PowerSum => Powers.Aggregate(0f, (sum, power) => sum + power);

    /// <summary>Σ of the outputs.</summary>
    public double Sum => P.Sum(p => (double)p);

    /// <summary>The largest logit.</summary>
    public float Largest => Z.Max();

    /// <summary>Whether a power has left the range of float.</summary>
    public bool Overflows => IsSoftmax && !Subtracts && !float.IsFinite(PowerSum);

    /// <summary>A lane's network: one layer whose only input is 0, so that its biases are what enters the output function.</summary>
    public static Network NetworkOf(int classes, bool softmax) => new(1, new Dense(classes, softmax ? Activation.Softmax : Activation.Sigmoid));

    /// <summary>The view of logits, by the library's forward and backward pass.</summary>
    public static SoftmaxView Of(ReadOnlySpan<float> z, float temperature, int wanted, bool softmax, bool subtracts)
    {
        var network = NetworkOf(z.Length, softmax);
        var parameters = new Parameters(new ParameterLayout(network));
        for (int i = 0; i < z.Length; i++) parameters.Biases(0)[0, i] = z[i] / temperature;
        var frame = FrameOf(network, parameters, Cost.DefaultFor(network.Output), OneHot(z.Length, wanted));
        float[] p = frame.Outputs.Values.ToArray(), delta = frame.Layers[0].Delta.Values.ToArray(), powers = Power(z, temperature, softmax, subtracts);
        double cost = frame.Cost, entropy = softmax ? FrameOf(network, parameters, Cost.LogLikelihood, p).Cost : double.NaN;
        if (softmax && !subtracts)
        {
            // What a program computes that follows the formula to the letter.
            float sum = 0;
            foreach (float power in powers) sum += power;
            for (int i = 0; i < p.Length; i++) (p[i], delta[i]) = (powers[i] / sum, (powers[i] / sum) - (i == wanted ? 1 : 0));
            if (!float.IsFinite(sum) || sum == 0) (cost, entropy) = (-Math.Log(p[wanted]), double.NaN);
        }
        return new SoftmaxView(z.ToArray(), temperature, powers, p, delta, entropy, cost, wanted, softmax, subtracts);
    }

    /// <summary>1 for the true class, 0 for the others.</summary>
    public static float[] OneHot(int classes, int wanted)
    {
        var targets = new float[classes];
        targets[wanted] = 1;
        return targets;
    }

    private static float[] Power(ReadOnlySpan<float> z, float temperature, bool softmax, bool subtracts)
    {
        float largest = float.NegativeInfinity;
        foreach (float value in z) largest = Math.Max(largest, value);
        var powers = new float[z.Length];
        for (int i = 0; i < z.Length; i++)
            powers[i] = softmax ? MathF.Exp((subtracts ? z[i] - largest : z[i]) / temperature) : MathF.Exp(-z[i] / temperature);
        return powers;
    }

    private static Frame FrameOf(Network network, Parameters parameters, Cost cost, float[] targets) =>
        new FrameMaker(network, cost, Dataset.FromRows([0f], 1, targets, targets.Length)).Of(parameters);
}
