using System.Globalization;

namespace Feedforward.Tests.Oracle;

/// <summary>Activations and their slopes at z, straight from the textbook, in double precision with the platform's mathematics. Shares nothing with the product.</summary>
internal static class NaiveActivation
{
    private const double SeluAlpha = 1.6732632423543772, SeluScale = 1.0507009873554805;

    internal static double Value(string name, double z)
    {
        var (function, p) = Split(name);
        return function switch
        {
            "identity" => z,
            "sigmoid" => Sigmoid(z),
            "tanh" => Math.Tanh(z),
            "relu" => z > 0 ? z : 0,
            "leaky-relu" => z > 0 ? z : p * z,
            "elu" => z > 0 ? z : p * (Math.Exp(z) - 1),
            "selu" => z > 0 ? SeluScale * z : SeluScale * SeluAlpha * (Math.Exp(z) - 1),
            "gelu" => z * NormalCdf(z),
            "silu" => z * Sigmoid(z),
            "mish" => z * Math.Tanh(Softplus(z)),
            "softplus" => Softplus(z),
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, null),
        };
    }

    internal static double Slope(string name, double z)
    {
        var (function, p) = Split(name);
        double s = Sigmoid(z);
        switch (function)
        {
            case "identity": return 1;
            case "sigmoid": return s * Sigmoid(-z);
            case "tanh": return 1 / (Math.Cosh(z) * Math.Cosh(z));
            case "relu": return z > 0 ? 1 : 0;
            case "leaky-relu": return z > 0 ? 1 : p;
            case "elu": return z > 0 ? 1 : p * Math.Exp(z);
            case "selu": return z > 0 ? SeluScale : SeluScale * SeluAlpha * Math.Exp(z);
            case "gelu": return NormalCdf(z) + (z * Math.Exp(-0.5 * z * z) / Math.Sqrt(2 * Math.PI));
            case "silu": return s + (z * s * (1 - s));
            case "mish":
                double t = Math.Tanh(Softplus(z));
                return t + (z * (1 - (t * t)) * s);
            case "softplus": return s;
            default: throw new ArgumentOutOfRangeException(nameof(name), name, null);
        }
    }

    internal static double Sigmoid(double z) => 1 / (1 + Math.Exp(-z));

    internal static double Softplus(double z)
    {
        double e = Math.Exp(-Math.Abs(z));
        return Math.Max(z, 0) + (e < 1e-4 ? e * (1 - (e / 2) + (e * e / 3)) : Math.Log(1 + e));
    }

    /// <summary>Φ(z) = ½ + φ(z)·(z + z³/3 + z⁵/(3·5) + …) (Marsaglia, "Evaluating the normal distribution", 2004).</summary>
    internal static double NormalCdf(double z)
    {
        if (z < -9) return 0;
        if (z > 9) return 1;
        double term = z, sum = z;
        for (int odd = 3; Math.Abs(term) > 1e-19; odd += 2) sum += term *= z * z / odd;
        return 0.5 + (sum * Math.Exp(-0.5 * z * z) / Math.Sqrt(2 * Math.PI));
    }

    private static (string Function, double Parameter) Split(string name)
    {
        int open = name.IndexOf('(', StringComparison.Ordinal);
        return open < 0 ? (name, 0) : (name[..open], float.Parse(name[(open + 1)..^1], CultureInfo.InvariantCulture));
    }
}
