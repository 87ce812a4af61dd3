using Feedforward.Pictures;

namespace Feedforward.Studio.Learn.Labs;

/// <summary>A part of a formula: plain text, or a letter or number that stands for places in the network.</summary>
/// <param name="Text">What is read.</param>
/// <param name="Neurons">The neurons that it stands at.</param>
/// <param name="Weights">The weights that it is.</param>
/// <param name="IsNumber">Whether it is the value, not the letter.</param>
public sealed record Piece(string Text, IReadOnlyList<NeuronPlace> Neurons, IReadOnlyList<WeightPlace> Weights, bool IsNumber = false)
{
    public static Piece Plain(string text) => new(text, [], []);

    public static Piece At(string text, NeuronPlace neuron, bool isNumber = false) => new(text, [neuron], [], isNumber);

    public static Piece At(string text, WeightPlace weight, bool isNumber = false) => new(text, [], [weight], isNumber);

    public bool IsLink => Neurons.Count + Weights.Count > 0;

    public static implicit operator Piece(string text) => Plain(text);
}

/// <summary>What is pointed at, on either side: in a formula or in the picture.</summary>
/// <param name="Neurons">Neurons.</param>
/// <param name="Weights">Weights.</param>
public sealed record Spot(IReadOnlySet<NeuronPlace> Neurons, IReadOnlySet<WeightPlace> Weights)
{
    public static Spot Nowhere { get; } = Of([], []);

    public static Spot Of(IEnumerable<NeuronPlace> neurons, IEnumerable<WeightPlace> weights) => new(neurons.ToHashSet(), weights.ToHashSet());

    public bool Meets(Piece piece) => piece.Neurons.Any(Neurons.Contains) || piece.Weights.Any(Weights.Contains);
}
