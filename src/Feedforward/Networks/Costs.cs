using Feedforward.Backends;

namespace Feedforward;

/// <summary>
/// What training makes small. Over a batch it is Σ wᵢ cᵢ / Σ wᵢ of the rows' costs cᵢ, computed from the weighted inputs z where that is
/// what keeps it finite. A closed family: every member is in <see cref="All"/>.
/// </summary>
public abstract record Cost
{
    private Cost(string name, CostFunction function) => (Name, Function) = (name, function);

    /// <summary>How it is written on the command line and in files.</summary>
    public string Name { get; }

    internal CostFunction Function { get; }

    /// <summary>c = ½ Σⱼ (aⱼ − yⱼ)²; δ = (a − y) ⊙ f′(z) (Nielsen, chapter 1, equation 6).</summary>
    public static Cost Quadratic { get; } = new QuadraticCost();

    /// <summary>c = −Σⱼ (yⱼ ln aⱼ + (1 − yⱼ) ln(1 − aⱼ)) with sigmoid outputs; δ = a − y (Nielsen, chapter 3, equation 57).</summary>
    public static Cost CrossEntropy { get; } = new CrossEntropyCost();

    /// <summary>c = −Σⱼ yⱼ ln aⱼ with a softmax output; δ = a − y (Nielsen, chapter 3, equation 80).</summary>
    public static Cost LogLikelihood { get; } = new LogLikelihoodCost();

    /// <summary>Every member.</summary>
    public static IReadOnlyList<Cost> All { get; } = [Quadratic, CrossEntropy, LogLikelihood];

    /// <summary>Reads a name: <c>quadratic</c>, <c>cross-entropy</c>, <c>log-likelihood</c>.</summary>
    /// <exception cref="OptionException">No such cost; the message lists all.</exception>
    public static Cost Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string name = text.Trim().ToLowerInvariant();
        return All.FirstOrDefault(c => c.Name == name)
            ?? throw Errors.Option("FF1103", text, string.Join(", ", All.Select(c => c.Name)), Suggestion.For(name, All.Select(c => c.Name)));
    }

    /// <summary>The output activations that make sense with this cost.</summary>
    public abstract IReadOnlyList<Activation> Outputs { get; }

    /// <summary>Whether this cost makes sense with an output activation; its parameter does not matter.</summary>
    public bool Accepts(Activation output)
    {
        ArgumentNullException.ThrowIfNull(output);
        return Outputs.Any(a => a.Name == output.Name);
    }

    /// <summary>The cost that goes with an output activation unless another is asked for.</summary>
    public static Cost DefaultFor(Activation output) =>
        All.Reverse().First(c => c.Accepts(output));

    /// <summary>Refuses a senseless pair.</summary>
    /// <exception cref="OptionException">The pair makes no sense; the message says which do.</exception>
    internal void Require(Activation output)
    {
        if (!Accepts(output))
            throw Errors.Option("FF1104", Name, output, string.Join(", ", Outputs.Select(a => a.Name)), DefaultFor(output).Name);
    }

    /// <summary>Σ wᵢ cᵢ over the rows of a batch, in double precision.</summary>
    internal double Value(Backend backend, Matrix z, Matrix a, Matrix targets, Matrix rowWeights) =>
        backend.CostValue(Function, z, a, targets, rowWeights);

    /// <summary>BP1: δ = ∂C/∂z of the last layer [N×K], with the batch's 1/Σw inside.</summary>
    internal void OutputError(
        Backend backend, Activation output, Matrix z, Matrix a, Matrix targets, Matrix rowWeights, double weightSum, Matrix delta)
    {
        backend.CostError(a, targets, rowWeights, weightSum, delta);
        if (output is Activation.Pointwise f && !Collapses(f))
            backend.MapBackward(f.Function, f.Parameter, z, a, delta);
    }

    /// <summary>The output's activation (a softmax where there is no function), Σ wᵢ cᵢ and <see cref="OutputError"/>, in one operation.</summary>
    internal double Output(
        Backend backend, Activation.Pointwise? output, Matrix z, Matrix targets, Matrix rowWeights, double weightSum, Matrix a, Matrix delta) =>
        backend.Output(
            Function, output?.Function, output?.Parameter ?? 0, output is null || Collapses(output), z, targets, rowWeights, weightSum, a, delta);

    /// <summary>Whether this cost's ∂C/∂a ⊙ f′(z) is exactly a − y.</summary>
    private protected abstract bool Collapses(Activation.Pointwise output);

    /// <summary>The name.</summary>
    public sealed override string ToString() => Name;

    private sealed record QuadraticCost() : Cost("quadratic", CostFunction.Quadratic)
    {
        public override IReadOnlyList<Activation> Outputs { get; } = [.. Activation.All.Where(a => a != Activation.Softmax)];

        private protected override bool Collapses(Activation.Pointwise output) => output.Function == Elementwise.Identity;
    }

    private sealed record CrossEntropyCost() : Cost("cross-entropy", CostFunction.CrossEntropy)
    {
        public override IReadOnlyList<Activation> Outputs { get; } = [Activation.Sigmoid];

        private protected override bool Collapses(Activation.Pointwise output) => true;
    }

    private sealed record LogLikelihoodCost() : Cost("log-likelihood", CostFunction.LogLikelihood)
    {
        public override IReadOnlyList<Activation> Outputs { get; } = [Activation.Softmax];

        private protected override bool Collapses(Activation.Pointwise output) => true;
    }
}
