using System.Globalization;
using Feedforward.Backends;

namespace Feedforward;

/// <summary>
/// A neuron's activation a = f(z). A closed family: every member is in <see cref="All"/>. All act on one number except softmax,
/// which acts on a whole row and stands in the last layer only.
/// </summary>
public abstract record Activation
{
    private Activation(string name) => Name = name;

    /// <summary>How it is written on the command line and in files, without parameter: <c>leaky-relu</c>.</summary>
    public string Name { get; }

    /// <summary>a = z.</summary>
    public static Activation Identity { get; } = new Pointwise("identity", Elementwise.Identity);

    /// <summary>a = 1 / (1 + e⁻ᶻ).</summary>
    public static Activation Sigmoid { get; } = new Pointwise("sigmoid", Elementwise.Sigmoid);

    /// <summary>a = (eᶻ − e⁻ᶻ) / (eᶻ + e⁻ᶻ).</summary>
    public static Activation Tanh { get; } = new Pointwise("tanh", Elementwise.Tanh);

    /// <summary>a = max(0, z); its slope at 0 is taken as 0.</summary>
    public static Activation ReLU { get; } = new Pointwise("relu", Elementwise.ReLU);

    /// <summary>a = z for z > 0, else 0.01 z.</summary>
    public static Activation LeakyReLU { get; } = new Pointwise("leaky-relu", Elementwise.LeakyReLU, 0.01f);

    /// <summary>a = z for z > 0, else eᶻ − 1 (Clevert, Unterthiner, Hochreiter 2015).</summary>
    public static Activation Elu { get; } = new Pointwise("elu", Elementwise.Elu, 1f);

    /// <summary>Scaled ELU with the constants of Klambauer et al. 2017.</summary>
    public static Activation Selu { get; } = new Pointwise("selu", Elementwise.Selu);

    /// <summary>a = z Φ(z), exactly, with the error function (Hendrycks, Gimpel 2016).</summary>
    public static Activation Gelu { get; } = new Pointwise("gelu", Elementwise.Gelu);

    /// <summary>a = z σ(z), also called swish.</summary>
    public static Activation SiLU { get; } = new Pointwise("silu", Elementwise.SiLU);

    /// <summary>a = z tanh(ln(1 + eᶻ)) (Misra 2019).</summary>
    public static Activation Mish { get; } = new Pointwise("mish", Elementwise.Mish);

    /// <summary>a = ln(1 + eᶻ).</summary>
    public static Activation Softplus { get; } = new Pointwise("softplus", Elementwise.Softplus);

    /// <summary>aⱼ = e^zⱼ / Σₖ e^zₖ over the row; last layer only.</summary>
    public static Activation Softmax { get; } = new RowWise();

    /// <summary>Every member, with its default parameter.</summary>
    public static IReadOnlyList<Activation> All { get; } =
        [Identity, Sigmoid, Tanh, ReLU, LeakyReLU, Elu, Selu, Gelu, SiLU, Mish, Softplus, Softmax];

    /// <summary>Leaky ReLU with its own slope below 0.</summary>
    /// <exception cref="OptionException">The slope is not in [0, 1).</exception>
    public static Activation Leaky(float slope) =>
        new Pointwise("leaky-relu", Elementwise.LeakyReLU, Check.Range("leaky-relu slope", slope, slope is >= 0 and < 1, "0 ≤ slope < 1"));

    /// <summary>ELU with its own α.</summary>
    /// <exception cref="OptionException">α is not positive and finite.</exception>
    public static Activation EluWith(float alpha) =>
        new Pointwise("elu", Elementwise.Elu, Check.Range("elu alpha", alpha, alpha is > 0 and < float.PositiveInfinity, "alpha > 0"));

    /// <summary>Reads what <see cref="ToString"/> writes: <c>relu</c>, <c>leaky-relu(0.2)</c>, <c>elu(0.5)</c>.</summary>
    /// <exception cref="OptionException">No such activation; the message lists all.</exception>
    public static Activation Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var (name, arguments) = Call.Parse(text);
        var member = All.FirstOrDefault(a => a.Name == name)
            ?? throw Errors.Option("FF1101", text, string.Join(", ", All.Select(a => a.Name)), Suggestion.For(name, All.Select(a => a.Name)));
        return (member, arguments) switch
        {
            (_, []) => member,
            (Pointwise { Function: Elementwise.LeakyReLU }, [var slope]) => Leaky(slope),
            (Pointwise { Function: Elementwise.Elu }, [var alpha]) => EluWith(alpha),
            _ => throw Errors.Option("FF1102", text, member.Name),
        };
    }

    /// <summary>f(z) in double precision. Not for softmax, which needs a whole row.</summary>
    public double Value(double z) => this is Pointwise p ? Formulas.ValueInDouble(p.Function, z, p.Parameter) : throw NeedsRow();

    /// <summary>f′(z) in double precision. Not for softmax, whose derivative is a matrix.</summary>
    public double Slope(double z) => this is Pointwise p ? Formulas.SlopeInDouble(p.Function, z, p.Parameter) : throw NeedsRow();

    /// <summary>The name, with the parameter where there is one.</summary>
    public sealed override string ToString() => this is Pointwise { HasParameter: true } p
        ? string.Create(CultureInfo.InvariantCulture, $"{Name}({p.Parameter})")
        : Name;

    private static InvalidOperationException NeedsRow() => new("Softmax acts on a whole row: it has no value and no slope at a single z.");

    /// <summary>Acts on each number by itself; the parameter is 0 where there is none.</summary>
    internal sealed record Pointwise : Activation
    {
        internal Pointwise(string name, Elementwise function, float? parameter = null) : base(name) =>
            (Function, Parameter, HasParameter) = (function, parameter ?? 0f, parameter.HasValue);

        internal Elementwise Function { get; }

        internal float Parameter { get; }

        internal bool HasParameter { get; }
    }

    private sealed record RowWise() : Activation("softmax");
}
