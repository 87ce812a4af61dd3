namespace Feedforward.Pictures;

/// <summary>A neuron of a network.</summary>
/// <param name="Column">0 for the inputs, 1 for the first hidden layer, and so on.</param>
/// <param name="Row">Its place in the layer, from 0.</param>
public readonly record struct NeuronPlace(int Column, int Row)
{
    /// <summary>Its letter with layer and number, both from 1, as formulas write it: <c>δ¹₂</c>; an input is <c>x₂</c>.</summary>
    public string Name(string letter = "a") => Column == 0 ? "x" + Symbols.Lower(Row + 1) : letter + Symbols.Upper(Column) + Symbols.Lower(Row + 1);
}

/// <summary>A weight of a network.</summary>
/// <param name="Layer">The layer that it belongs to, from 0.</param>
/// <param name="From">Row of W: the neuron that it comes from.</param>
/// <param name="To">Column of W: the neuron that it goes to.</param>
public readonly record struct WeightPlace(int Layer, int From, int To)
{
    /// <summary>The neuron that it comes from.</summary>
    public NeuronPlace Source => new(Layer, From);

    /// <summary>The neuron that it goes to.</summary>
    public NeuronPlace Target => new(Layer + 1, To);

    /// <summary>Its letter with layer, source and target, all from 1: <c>w²₁₂</c>.</summary>
    public string Name(string letter = "w") =>
        letter + Symbols.Upper(Layer + 1) + Symbols.Lower(From + 1) + (From >= 9 || To >= 9 ? "," : "") + Symbols.Lower(To + 1);
}

/// <summary>Numbers above and below a letter.</summary>
public static class Symbols
{
    private const string UpperDigits = "⁰¹²³⁴⁵⁶⁷⁸⁹", LowerDigits = "₀₁₂₃₄₅₆₇₈₉";

    /// <summary>A number above: ¹².</summary>
    public static string Upper(int number) => Digits(number, UpperDigits);

    /// <summary>A number below: ₁₂.</summary>
    public static string Lower(int number) => Digits(number, LowerDigits);

    private static string Digits(int number, string digits) =>
        string.Concat(number.ToString(System.Globalization.CultureInfo.InvariantCulture).Select(c => digits[c - '0']));
}
