using System.Globalization;
using System.Text.RegularExpressions;

namespace Feedforward.Studio.Learn.Labs;

/// <summary>The layers of a network as an address says them: <c>3sigmoid-2softmax</c>.</summary>
public static partial class StackText
{
    /// <summary>The most layers.</summary>
    public const int MostLayers = 6;

    /// <summary>The activations that can be chosen.</summary>
    public static IReadOnlyList<string> Activations { get; } = ["sigmoid", "tanh", "relu", "identity", "softmax"];

    /// <summary>Whether a text has the form of layers; whether they make sense is for the library to say.</summary>
    public static bool IsRight(string text) => Form().IsMatch(text) && Read(text) is { Count: <= MostLayers } layers && layers.All(layer => Activations.Contains(layer.Activation));

    /// <summary>Units and activation of each layer.</summary>
    public static IReadOnlyList<(int Units, string Activation)> Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return [.. text.Split('-').Select(layer => (int.Parse(layer.AsSpan(0, layer.Count(char.IsAsciiDigit)), CultureInfo.InvariantCulture), layer.TrimStart("0123456789".ToCharArray())))];
    }

    /// <summary>The text of some layers.</summary>
    public static string Of(IEnumerable<(int Units, string Activation)> layers) =>
        string.Join('-', layers.Select(layer => layer.Units.ToString(CultureInfo.InvariantCulture) + layer.Activation));

    /// <summary>The network of a text.</summary>
    /// <exception cref="OptionException">An impossible stack.</exception>
    public static Network Network(int inputs, string text) => new(inputs, [.. Read(text).Select(layer => (Layer)new Dense(layer.Units, Activation.Parse(layer.Activation)))]);

    [GeneratedRegex(@"^\d{1,3}[a-z]+(-\d{1,3}[a-z]+)*$")]
    private static partial Regex Form();
}
