using Feedforward.Backends;

namespace Feedforward;

/// <summary>How a layer's weights and biases begin. A closed family: every member is in <see cref="All"/>.</summary>
public abstract record Initializer
{
    private Initializer(string name) => Name = name;

    /// <summary>How it is written on the command line and in files.</summary>
    public string Name { get; }

    /// <summary>Weights and biases N(0, 1): the first networks of Nielsen's book ("large").</summary>
    public static Initializer NielsenLarge { get; } = new Normal("nielsen-large", _ => 1, biases: true);

    /// <summary>Weights N(0, 1/n_in), biases N(0, 1): Nielsen's better start (chapter 3).</summary>
    public static Initializer Nielsen { get; } = new Normal("nielsen", inputs => 1.0 / inputs, biases: true);

    /// <summary>Weights U(−√(6/(n_in+n_out)), +√…), biases 0 (Glorot, Bengio 2010, equation 16).</summary>
    public static Initializer Glorot { get; } = new Uniform();

    /// <summary>Weights N(0, 2/n_in), biases 0 (He, Zhang, Ren, Sun 2015, equation 10).</summary>
    public static Initializer He { get; } = new Normal("he", inputs => 2.0 / inputs, biases: false);

    /// <summary>Weights N(0, 1/n_in), biases 0 (LeCun et al. 1998).</summary>
    public static Initializer LeCun { get; } = new Normal("lecun", inputs => 1.0 / inputs, biases: false);

    /// <summary>Everything 0: all neurons of a layer stay equal. To be seen, not used.</summary>
    public static Initializer Zero { get; } = new Zeros();

    /// <summary>Every member.</summary>
    public static IReadOnlyList<Initializer> All { get; } = [NielsenLarge, Nielsen, Glorot, He, LeCun, Zero];

    /// <summary>The member for an activation: He for the ReLU family, LeCun for SELU, Glorot for all others.</summary>
    public static Initializer DefaultFor(Activation activation)
    {
        ArgumentNullException.ThrowIfNull(activation);
        return activation is Activation.Pointwise f
            ? f.Function switch
            {
                Elementwise.ReLU or Elementwise.LeakyReLU or Elementwise.Elu or Elementwise.Gelu or Elementwise.SiLU or Elementwise.Mish => He,
                Elementwise.Selu => LeCun,
                _ => Glorot,
            }
            : Glorot;
    }

    /// <summary>Reads a name.</summary>
    /// <exception cref="OptionException">No such initialiser; the message lists all.</exception>
    public static Initializer Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string name = text.Trim().ToLowerInvariant();
        return All.FirstOrDefault(i => i.Name == name)
            ?? throw Errors.Option("FF1105", text, string.Join(", ", All.Select(i => i.Name)), Suggestion.For(name, All.Select(i => i.Name)));
    }

    /// <summary>Fills weights [in×out] and biases [1×out]; number i of the stream is the weight of row i div out, column i mod out; biases follow.</summary>
    internal abstract void Fill(RandomStream random, LaneMatrix weights, Matrix biases);

    /// <summary>The name.</summary>
    public sealed override string ToString() => Name;

    private static void Each(LaneMatrix weights, Func<long, double> number)
    {
        for (int i = 0; i < weights.Rows; i++)
            for (int j = 0; j < weights.Columns; j++) weights[i, j] = (float)number(((long)i * weights.Columns) + j);
    }

    private sealed record Normal : Initializer
    {
        private readonly Func<int, double> _variance;
        private readonly bool _biases;

        internal Normal(string name, Func<int, double> variance, bool biases) : base(name) => (_variance, _biases) = (variance, biases);

        internal override void Fill(RandomStream random, LaneMatrix weights, Matrix biases)
        {
            double deviation = Math.Sqrt(_variance(weights.Rows));
            Each(weights, i => deviation * random.Normal(i));
            long first = (long)weights.Rows * weights.Columns;
            for (int j = 0; j < biases.Columns; j++) biases[0, j] = _biases ? (float)random.Normal(first + j) : 0;
        }
    }

    private sealed record Uniform() : Initializer("glorot")
    {
        internal override void Fill(RandomStream random, LaneMatrix weights, Matrix biases)
        {
            double limit = Math.Sqrt(6.0 / (weights.Rows + weights.Columns));
            Each(weights, i => ((2.0 * random.Uniform(i)) - 1) * limit);
            biases.Span.Clear();
        }
    }

    private sealed record Zeros() : Initializer("zero")
    {
        internal override void Fill(RandomStream random, LaneMatrix weights, Matrix biases)
        {
            weights.Flat.Span.Clear();
            biases.Span.Clear();
        }
    }
}
