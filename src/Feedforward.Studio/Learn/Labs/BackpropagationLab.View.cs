using Feedforward.Pictures;

namespace Feedforward.Studio.Learn.Labs;

// The picture: what it shows at each stop, what is chosen, and what is pointed at.
public partial class BackpropagationLab
{
    private Spot? _pointed;

    /// <summary>The address of a stop; a cell that has nothing to do with it is forgotten.</summary>
    private LabState StateAt(string stop) => State.With("stop", stop);

    private void PointPiece(Piece? piece) => _pointed = piece is null ? null : Spot.Of(piece.Neurons, piece.Weights);

    private void PointNeuron(NeuronPlace? n) => _pointed = n is { } place ? Spot.Of([place], []) : null;

    private void PointWeight(WeightPlace? w) => _pointed = w is { } place ? Spot.Of([], [place]) : null;

    private void Choose(NetworkMoment m, Piece piece)
    {
        if (piece.Weights.Count == 1) Choose(piece.Weights[0]);
        else if (piece.Neurons.Count == 1) Choose(m, piece.Neurons[0]);
    }

    /// <summary>A neuron is looked at where its equation is: an input in the forward pass, an output at BP1, a hidden one at BP2.</summary>
    private void Choose(NetworkMoment m, NeuronPlace n)
    {
        string stop = n.Column == 0 ? "forward" : Stop is "bp1" or "bp2" ? (n.Column == m.Last ? "bp1" : "bp2") : Stop;
        _pointed = null;
        Go(StateAt(stop).With("cell", DiagramCell.Text(n)));
    }

    /// <summary>A weight has its equation at BP4, and its step after it.</summary>
    private void Choose(WeightPlace w)
    {
        _pointed = null;
        Go(StateAt(Stop == "update" ? Stop : "bp4").With("cell", DiagramCell.Text(w)));
    }

    /// <summary>What is looked at: the chosen cell where this stop has an equation for it, else the stop's own first one.</summary>
    private DiagramCell Current(NetworkMoment m)
    {
        if (DiagramCell.Read(State.Text("cell")) is { } cell && Exists(m, cell) && Fits(m, cell)) return cell;
        return Stop switch
        {
            "bp1" => new(new NeuronPlace(m.Last, 0), null),
            "bp4" or "update" => new(null, new WeightPlace(m.Last - 1, 0, 0)),
            _ => new(new NeuronPlace(1, 0), null),
        };
    }

    private static bool Exists(NetworkMoment m, DiagramCell cell) => cell.Neuron is { } n
        ? n.Column <= m.Last && n.Row < m.Units(n.Column)
        : cell.Weight is { } w && w.Layer < m.Last && w.From < m.Units(w.Layer) && w.To < m.Units(w.Layer + 1);

    private bool Fits(NetworkMoment m, DiagramCell cell) => Stop switch
    {
        "forward" => cell.Neuron is not null,
        "bp1" => cell.Neuron is { } n && n.Column == m.Last,
        "bp2" => cell.Neuron is { } n && n.Column > 0 && n.Column < m.Last,
        _ => cell.Neuron is not { Column: 0 },
    };

    private NeuronPlace? ChosenNeuron(NetworkMoment m) => Current(m).Neuron;

    private WeightPlace? ChosenWeight(NetworkMoment m) => Current(m).Weight;

    /// <summary>The layer that the equation of matrices is for.</summary>
    private int ColumnOf(NetworkMoment m) => Current(m) switch
    {
        { Weight: { } w } => w.Layer + 1,
        { Neuron: { } n } => Math.Max(1, n.Column),
        _ => 1,
    };

    /// <summary>What is lit: what is pointed at, else all that stands in the formula.</summary>
    private Spot SpotOf(NetworkMoment m)
    {
        if (_pointed is { } pointed) return pointed;
        var pieces = Lines(m).SelectMany(line => line).ToList();
        return Spot.Of(pieces.SelectMany(p => p.Neurons), pieces.SelectMany(p => p.Weights));
    }

    private IReadOnlyList<IReadOnlyList<Piece>> Lines(NetworkMoment m)
    {
        var formulas = new BackpropagationFormulas(m, Digits);
        return (Stop, Current(m)) switch
        {
            ("forward", { Neuron: { } n }) => formulas.Forward(n),
            ("bp1", { Neuron: { } n }) => formulas.OutputError(n),
            ("bp2", { Neuron: { } n }) => formulas.HiddenError(n),
            ("bp4", { Neuron: { } n }) => formulas.BiasGradient(n),
            ("bp4", { Weight: { } w }) => formulas.WeightGradient(w),
            (_, { Weight: { } w }) => formulas.Update(w),
            (_, { Neuron: { } n }) => formulas.Update(n),
            _ => [],
        };
    }

    private IReadOnlyList<MatrixPart> Parts(NetworkMoment m)
    {
        var matrices = new BackpropagationMatrices(m, State.Shows("numbers") ? 7 : 3);
        return Stop switch
        {
            "forward" => matrices.Forward(ColumnOf(m)),
            "bp1" => matrices.OutputError(),
            "bp2" => matrices.HiddenError(ColumnOf(m)),
            "bp4" => matrices.Gradient(ColumnOf(m)),
            _ => matrices.Update(ColumnOf(m)),
        };
    }

    /// <summary>From which stop on a neuron shows its error: back-propagation comes to the outputs first.</summary>
    private bool ShowsError(NetworkMoment m, NeuronPlace n) => n.Column > 0 && Stop != "forward" && (Stop != "bp1" || n.Column == m.Last);

    private string LetterOf(NetworkMoment m, NeuronPlace n) => ShowsError(m, n) ? "δ" : "a";

    private double ShownValue(NetworkMoment m, NeuronPlace n) => ShowsError(m, n) ? m.Delta(n) : m.A(n);

    private IReadOnlyList<IReadOnlyList<double>> Fill(NetworkMoment m) =>
        [.. Enumerable.Range(0, m.Last + 1).Select(column => (IReadOnlyList<double>)[.. m.Neurons(column).Select(n => ShownValue(m, n))])];

    /// <summary>Errors are small: the largest one of a layer fills its neuron.</summary>
    private double? Fullest(NetworkMoment m, int column) =>
        ShowsError(m, new NeuronPlace(column, 0)) && m.Neurons(column).Max(n => Math.Abs(m.Delta(n))) is > 0 and var most ? most : null;

    private string TextIn(NetworkMoment m, NeuronPlace n) => Brief(ShownValue(m, n));

    /// <summary>A number that has little room.</summary>
    private static string Brief(double value) => Numbers.Value(value, Math.Abs(value) is > 0 and < 0.001 ? 1 : Math.Abs(value) < 0.01 ? 2 : 3);

    private string? NoteOf(NetworkMoment m, NeuronPlace n) => n.Column == 0 ? null
        : ShowsError(m, n) ? "a = " + Numbers.Value(m.A(n), 3)
        : n.Column == m.Last ? "y = " + Numbers.Value(m.Target(n), 3) : "z = " + Numbers.Value(m.Z(n), 3);

    private double LineOf(NetworkMoment m, WeightPlace w) => Stop switch
    {
        "bp4" => m.Gradient(w),
        "update" => m.NextWeight(w),
        _ => m.Weight(w),
    };

    private bool IsFaint(NetworkMoment m, int column) => Stop == "bp1" || (Stop == "bp2" && column != ColumnOf(m) + 1);

    private string LabelOf(NetworkMoment m, NeuronPlace n) => $"{n.Name(LetterOf(m, n))} = {Numbers.Value(ShownValue(m, n))}";

    private string LabelOf(NetworkMoment m, WeightPlace w) => $"{(Stop == "bp4" ? "∂C/∂" : "")}{w.Name()} = {Numbers.Value(LineOf(m, w))}";

    private static IReadOnlyList<IReadOnlyList<string>> StripsOf(NetworkMoment m) =>
    [
        [Texts.Get("lab.backpropagation.input")],
        .. Enumerable.Range(1, m.Last).Select(column => (IReadOnlyList<string>)
            [$"dense {Number0(m.Units(column))} · {m.Activation(column)}", $"W{Symbols.Upper(column)} {Number0(m.Units(column - 1))}×{Number0(m.Units(column))} · b{Symbols.Upper(column)} {Number0(m.Units(column))}"]),
    ];
}
