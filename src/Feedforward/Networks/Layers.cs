using Feedforward.Backends;

namespace Feedforward;

/// <summary>One step of a network: takes a row of numbers, gives a row of numbers. A closed family; <see cref="Dense"/> is its first member.</summary>
public abstract record Layer
{
    private protected Layer(int units, Activation activation) => (Units, Activation) = (Check.Range("units", units, units >= 1, "≥ 1"), activation);

    /// <summary>Width of the output.</summary>
    public int Units { get; }

    /// <summary>What is applied to the weighted inputs.</summary>
    public Activation Activation { get; }
}

/// <summary>Every input is connected to every unit: z = a W + b, then the activation. W is [in×out], b is [out].</summary>
/// <param name="Units">Width of the output, at least 1.</param>
/// <param name="Activation">What is applied to z.</param>
public sealed record Dense(int Units, Activation Activation) : Layer(Units, Activation ?? throw new ArgumentNullException(nameof(Activation)))
{
    private readonly float _dropout;
    private readonly Initializer? _initializer;

    /// <summary>The share of this layer's outputs that each training step drops, in [0, 1); what stays is scaled by 1/(1 − share).</summary>
    /// <exception cref="OptionException">Not in [0, 1).</exception>
    public float Dropout
    {
        get => _dropout;
        init => _dropout = Check.Range("dropout", value, value is >= 0 and < 1, "0 ≤ dropout < 1");
    }

    /// <summary>How weights and biases begin; by default chosen for the activation (<see cref="Initializer.DefaultFor"/>).</summary>
    public Initializer Initializer
    {
        get => _initializer ?? Initializer.DefaultFor(Activation);
        init => _initializer = value == Initializer.DefaultFor(Activation) ? null : value;
    }
}
