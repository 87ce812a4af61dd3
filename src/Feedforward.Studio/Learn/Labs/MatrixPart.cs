using Feedforward.Pictures;

namespace Feedforward.Studio.Learn.Labs;

/// <summary>One matrix of an equation.</summary>
/// <param name="Sign">What stands in front of it.</param>
/// <param name="Name">Its letter.</param>
/// <param name="Cells">Its numbers, each with its place in the network.</param>
public sealed record MatrixPart(string Sign, string Name, IReadOnlyList<IReadOnlyList<Piece>> Cells);

/// <summary>The equations of back-propagation for a whole layer and all rows, in the engine's numbers.</summary>
/// <param name="m">The network.</param>
/// <param name="digits">Digits of numbers.</param>
public sealed class BackpropagationMatrices(NetworkMoment m, int digits)
{
    /// <summary>Z = A W + b, A = f(Z).</summary>
    public IReadOnlyList<MatrixPart> Forward(int column) =>
    [
        Rows("", column == 1 ? "X" : "A" + Symbols.Upper(column - 1), column - 1, m.A),
        OfWeights("·", "W" + Symbols.Upper(column), column - 1, m.Weight),
        OfBiases("+", "b" + Symbols.Upper(column), column, m.Bias),
        Rows("=", "Z" + Symbols.Upper(column), column, (n, row) => m.Frame.Layers[column - 1].Z[row!.Value, n.Row]),
        Rows("→ f", "A" + Symbols.Upper(column), column, m.A),
    ];

    /// <summary>BP1.</summary>
    public IReadOnlyList<MatrixPart> OutputError()
    {
        string last = Symbols.Upper(m.Last);
        IEnumerable<MatrixPart> slope = m.Cancels ? [] : [Rows("⊙", "f′(Z" + last + ")", m.Last, m.Slope)];
        return
        [
            Rows("(", "A" + last, m.Last, m.A),
            Rows("−", "Y", m.Last, (n, row) => m.Frame.Targets[row!.Value, n.Row]),
            .. slope.Select(part => part with { Sign = ") ⊙" }),
            Rows((m.Cancels ? ") " : "") + (m.Rows == 1 ? "=" : "/ " + m.Rows.ToString(System.Globalization.CultureInfo.InvariantCulture) + " ="), "δ" + last, m.Last, m.Delta),
        ];
    }

    /// <summary>BP2: δ = (δ Wᵀ) ⊙ f′(Z).</summary>
    public IReadOnlyList<MatrixPart> HiddenError(int column) =>
    [
        Rows("(", "δ" + Symbols.Upper(column + 1), column + 1, m.Delta),
        new("·", "(W" + Symbols.Upper(column + 1) + ")ᵀ", [.. m.Neurons(column + 1).Select(to => Line(m.Neurons(column).Select(from => Cell(m.Weight, new WeightPlace(column, from.Row, to.Row)))))]),
        Rows(") ⊙", "f′(Z" + Symbols.Upper(column) + ")", column, m.Slope),
        Rows("=", "δ" + Symbols.Upper(column), column, m.Delta),
    ];

    /// <summary>BP4 and BP3: ∂C/∂W = Aᵀ δ, ∂C/∂b = the sum of δ over rows.</summary>
    public IReadOnlyList<MatrixPart> Gradient(int column) =>
    [
        new("", "(" + (column == 1 ? "X" : "A" + Symbols.Upper(column - 1)) + ")ᵀ",
            [.. m.Neurons(column - 1).Select(n => Line(Enumerable.Range(0, m.Rows).Select(row => Piece.At(Text(m.A(n, row)), n, isNumber: true))))]),
        Rows("·", "δ" + Symbols.Upper(column), column, m.Delta),
        OfWeights("=", "∂C/∂W" + Symbols.Upper(column), column - 1, m.Gradient),
        OfBiases(";", "∂C/∂b" + Symbols.Upper(column), column, m.BiasGradient),
    ];

    /// <summary>W − η ∂C/∂W.</summary>
    public IReadOnlyList<MatrixPart> Update(int column) =>
    [
        OfWeights("", "W" + Symbols.Upper(column), column - 1, m.Weight),
        OfWeights("− " + Text(m.Setup.Options.Optimizer.LearningRate) + " ·", "∂C/∂W" + Symbols.Upper(column), column - 1, m.Gradient),
        OfWeights("=", Texts.Get("lab.backpropagation.next"), column - 1, m.NextWeight),
    ];

    private MatrixPart Rows(string sign, string name, int column, Func<NeuronPlace, int?, double> value) =>
        new(sign, name, [.. Enumerable.Range(0, m.Rows).Select(row => Line(m.Neurons(column).Select(n => Piece.At(Text(value(n, row)), n, isNumber: true))))]);

    private MatrixPart OfWeights(string sign, string name, int layer, Func<WeightPlace, double> value) =>
        new(sign, name, [.. m.Neurons(layer).Select(from => Line(m.Neurons(layer + 1).Select(to => Cell(value, new WeightPlace(layer, from.Row, to.Row)))))]);

    private MatrixPart OfBiases(string sign, string name, int column, Func<NeuronPlace, double> value) =>
        new(sign, name, [Line(m.Neurons(column).Select(n => Piece.At(Text(value(n)), n, isNumber: true)))]);

    private Piece Cell(Func<WeightPlace, double> value, WeightPlace w) => Piece.At(Text(value(w)), w, isNumber: true);

    private static IReadOnlyList<Piece> Line(IEnumerable<Piece> cells) => [.. cells];

    private string Text(double value) => Numbers.Value(value, digits);
}
