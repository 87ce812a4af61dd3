using Feedforward.Pictures;

namespace Feedforward.Studio.Learn.Labs;

/// <summary>The equations of back-propagation for one neuron or weight: first in letters, then in the engine's numbers.</summary>
/// <param name="m">The network.</param>
/// <param name="digits">Digits of numbers.</param>
public sealed class BackpropagationFormulas(NetworkMoment m, int digits)
{
    /// <summary>z = Σ a w + b, a = f(z).</summary>
    public IReadOnlyList<IReadOnlyList<Piece>> Forward(NeuronPlace n)
    {
        if (n.Column == 0) return [[Piece.At(n.Name(), n), " = ", Number(m.A(n), n)]];
        var feeding = m.Neurons(n.Column - 1).Select(source => (Source: source, Weight: new WeightPlace(n.Column - 1, source.Row, n.Row))).ToList();
        bool isSoftmax = m.Activation(n.Column) == Activation.Softmax;
        return
        [
            [Letter("z", n), " = ", .. Sum(feeding, f => [Letter("a", f.Source), "·", Piece.At(f.Weight.Name(), f.Weight)]), " + ", Letter("b", n)],
            [" = ", .. Sum(feeding, f => [Number(m.A(f.Source), f.Source), "·", Number(m.Weight(f.Weight), f.Weight)]), " + ", Number(m.Bias(n), n), " = ", Number(m.Z(n), n)],
            isSoftmax
                ? [Letter("a", n), " = e^", Letter("z", n), " / (", .. Sum(m.Neurons(n.Column), k => ["e^", Letter("z", k)]), ") = ", Number(m.A(n), n)]
                : [Letter("a", n), " = ", m.Letter(n.Column) + "(", Letter("z", n), ") = ", m.Letter(n.Column) + "(", Number(m.Z(n), n, bare: true), ") = ", Number(m.A(n), n)],
        ];
    }

    /// <summary>BP1, an output's error.</summary>
    public IReadOnlyList<IReadOnlyList<Piece>> OutputError(NeuronPlace n)
    {
        string target = "y" + Symbols.Lower(n.Row + 1);
        IReadOnlyList<Piece> slope = m.Cancels ? [] : ["·" + m.Letter(n.Column) + "′(", Letter("z", n), ")"];
        IReadOnlyList<Piece> value = m.Cancels ? [] : ["·", Number(m.Slope(n), n)];
        IReadOnlyList<Piece> share = m.Rows == 1 ? [] : [" / " + Whole(m.Rows)];
        return
        [
            [Letter("δ", n), " = (", Letter("a", n), " − ", Piece.At(target, n), ")", .. slope, .. share],
            [" = (", Number(m.A(n), n), " − ", Number(m.Target(n), n), ")", .. value, .. share, " = ", Number(m.Delta(n), n, bare: true)],
        ];
    }

    /// <summary>BP2, a hidden neuron's error.</summary>
    public IReadOnlyList<IReadOnlyList<Piece>> HiddenError(NeuronPlace n)
    {
        var fed = m.Neurons(n.Column + 1).Select(target => (Target: target, Weight: new WeightPlace(n.Column, n.Row, target.Row))).ToList();
        return
        [
            [Letter("δ", n), " = (", .. Sum(fed, f => [Piece.At(f.Weight.Name(), f.Weight), "·", Letter("δ", f.Target)]), ")·" + m.Letter(n.Column) + "′(", Letter("z", n), ")"],
            [" = (", .. Sum(fed, f => [Number(m.Weight(f.Weight), f.Weight), "·", Number(m.Delta(f.Target), f.Target)]), ")·", Number(m.Slope(n), n), " = ", Number(m.Delta(n), n, bare: true)],
        ];
    }

    /// <summary>BP3, a bias's share.</summary>
    public IReadOnlyList<IReadOnlyList<Piece>> BiasGradient(NeuronPlace n) =>
    [
        ["∂C/∂", Letter("b", n), " = ", m.Rows == 1 ? "" : "Σ ", Letter("δ", n)],
        [" = ", .. Sum(Enumerable.Range(0, m.Rows), row => [Number(m.Delta(n, row), n)]), .. m.Rows == 1 ? Array.Empty<Piece>() : [" = ", Number(m.BiasGradient(n), n, bare: true)]],
    ];

    /// <summary>BP4, a weight's share.</summary>
    public IReadOnlyList<IReadOnlyList<Piece>> WeightGradient(WeightPlace w) =>
    [
        ["∂C/∂", Piece.At(w.Name(), w), " = ", m.Rows == 1 ? "" : "Σ ", Letter("a", w.Source), "·", Letter("δ", w.Target)],
        [" = ", .. Sum(Enumerable.Range(0, m.Rows), row => [Number(m.A(w.Source, row), w.Source), "·", Number(m.Delta(w.Target, row), w.Target)]), " = ", Number(m.Gradient(w), w, bare: true)],
    ];

    /// <summary>The step of a weight.</summary>
    public IReadOnlyList<IReadOnlyList<Piece>> Update(WeightPlace w) =>
    [
        [Piece.At(w.Name(), w), " ← ", Piece.At(w.Name(), w), " − η·∂C/∂", Piece.At(w.Name(), w)],
        [" = ", Number(m.Weight(w), w), " − " + Text(m.Setup.Options.Optimizer.LearningRate) + "·", Number(m.Gradient(w), w), " = ", Number(m.NextWeight(w), w, bare: true)],
    ];

    /// <summary>The step of a bias; a fixed one has none.</summary>
    public IReadOnlyList<IReadOnlyList<Piece>> Update(NeuronPlace n) =>
        m.Setup.Start.Layout.Biases(n.Column - 1).LearningRateFactor == 0
        ? [[Letter("b", n), " = ", Number(m.Bias(n), n), "   " + Texts.Get("lab.backpropagation.fixed")]]
        :
        [
            [Letter("b", n), " ← ", Letter("b", n), " − η·∂C/∂", Letter("b", n)],
            [" = ", Number(m.Bias(n), n), " − " + Text(m.Setup.Options.Optimizer.LearningRate) + "·", Number(m.BiasGradient(n), n), " = ", Number(m.NextBias(n), n, bare: true)],
        ];

    private static Piece Letter(string letter, NeuronPlace n) => Piece.At(n.Name(letter), n);

    private Piece Number(double value, NeuronPlace n, bool bare = false) => Piece.At(Inner(value, bare), n, isNumber: true);

    private Piece Number(double value, WeightPlace w, bool bare = false) => Piece.At(Inner(value, bare), w, isNumber: true);

    /// <summary>Within a sum or product a number below 0 stands in brackets.</summary>
    private string Inner(double value, bool bare) => value < 0 && !bare ? "(" + Text(value) + ")" : Text(value);

    private string Text(double value) => Numbers.Value(value, digits);

    private static string Whole(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static IEnumerable<Piece> Sum<T>(IEnumerable<T> parts, Func<T, IEnumerable<Piece>> pieces) =>
        parts.SelectMany((part, i) => i == 0 ? pieces(part) : pieces(part).Prepend(" + "));
}
