using System.Globalization;
using Feedforward.Pictures;
using Feedforward.Studio.Sessions;

namespace Feedforward.Studio.Learn.Labs;

/// <summary>A network at one moment, with one row flowing through it.</summary>
/// <param name="Network">The network.</param>
/// <param name="Parameters">Its numbers.</param>
/// <param name="Inputs">The row.</param>
/// <param name="Frame">What the engine makes of it.</param>
/// <param name="Activations">The activations of each column, from the inputs on.</param>
/// <param name="Planes">What each neuron says to the plane, where the inputs are points of it.</param>
public sealed record ShapesView(Network Network, Parameters Parameters, float[] Inputs, Frame Frame, IReadOnlyList<IReadOnlyList<double>> Activations, PlaneMaker? Planes);

/// <summary>L1: a network and its shapes.</summary>
public partial class Shapes
{
    private static readonly Knob[] TheKnobs =
    [
        new ChoiceKnob("data", "example", [.. ShapesData.Names]),
        new TextKnob("layers", "3sigmoid-2sigmoid", StackText.IsRight),
        new NumberKnob("eta", 0.3, 0.001, 10, 0.001) { IsLogarithmic = true },
        new NumberKnob("row", 2, 1, ShapesData.Images, 1) { IsView = true },
        new TextKnob("neuron", "", IsNeuron) { IsView = true },
    ];

    private static readonly string[] TableColumns = ["units", "activation", "weights", "biases", "output", "parameters"];

    private readonly Dictionary<int, (LaneSetup Setup, PlaneMaker Planes)> _planes = [];
    private readonly Dictionary<int, (LaneSetup Setup, float[] Inputs, FrameMaker Maker)> _makers = [];
    private float[]? _drawn;
    private int? _row;

    /// <inheritdoc/>
    public override IReadOnlyList<Knob> Knobs => TheKnobs;

    /// <inheritdoc/>
    public override IReadOnlyList<Preset> Presets { get; } =
    [
        new("example", ""),
        new("circles", "?data=circles&layers=4tanh-2softmax"),
        new("spiral", "?data=spiral&layers=8relu-8relu-3softmax&eta=0.1"),
        new("digits", "?data=digits&layers=30sigmoid-10softmax"),
        new("impossible", "?layers=3softmax-2softmax", IsGood: false),
    ];

    /// <inheritdoc/>
    public override double StepsPerSecond => 20;

    private ShapesData Data => ShapesData.Of(State.Text("data"));

    /// <inheritdoc/>
    public override LaneSetup SetUp(LabState lane)
    {
        ArgumentNullException.ThrowIfNull(lane);
        var data = ShapesData.Of(lane.Text("data"));
        var network = StackText.Network(data.Rows.Columns, lane.Text("layers"));
        var options = new TrainingOptions { Optimizer = new Sgd(lane.Float("eta")), Batch = data.Rows.Rows < 10 ? 0 : 10, Epochs = 2000 };
        var start = Parameters.Initialize(network, options.Seed);

        // What does not fit together is refused here, before anything is drawn.
        _ = new Trainer(network, start, options).Epochs(data.Rows);
        return new LaneSetup(network, start, data.Rows, null, options);
    }

    /// <inheritdoc/>
    public override void Renewed()
    {
        _planes.Clear();
        _makers.Clear();
        if (_drawn?.Length != Data.Rows.Columns) _drawn = null;
    }

    /// <inheritdoc/>
    public override string Happened()
    {
        var v = View(0);
        if (Session!.Position == 0) return Texts.Get("lab.shapes.begin", v.Network.Summary(), Chain(v.Network), v.Network.ParameterCount.ToString("N0", CultureInfo.InvariantCulture));
        return Texts.Get("lab.shapes.step", Session.Position, _drawn is null ? Texts.Get("lab.shapes.row", RowOf(0) + 1) : Texts.Get("lab.shapes.drawn"),
            string.Join(", ", v.Activations[^1].Select(a => Numbers.Value(a, 3))), Data.Classes[Data.Rows.Classes[RowOf(0)]], Numbers.Value(Session.Shown(0).Cost, 3));
    }

    /// <inheritdoc/>
    public override PictureTable Table()
    {
        var network = Session!.Lanes[0].Setup.Network;
        return new(["", .. TableColumns.Select(key => Texts.Get("lab.shapes.column." + key))],
        [
            [Texts.Get("lab.shapes.input"), Whole(network.Inputs), "", "", "", Shape(1, network.Inputs), ""],
            .. network.Layers.Select((layer, l) => (IReadOnlyList<string>)["dense " + Whole(l + 1), Whole(layer.Units), layer.Activation.ToString(), Shape(network.InputsOf(l), layer.Units),
                Shape(1, layer.Units), Shape(1, layer.Units), Whole((network.InputsOf(l) + 1L) * layer.Units)]),
            ["Σ", "", "", "", "", "", Whole(network.ParameterCount)],
        ]);
    }

    /// <inheritdoc/>
    public override string Code() => ShapesCode.Of(Data, StackText.Read(State.Text("layers")), State.Text("eta"));

    private ShapesView View(int lane)
    {
        var setup = Session!.Lanes[lane].Setup;
        var parameters = Session.Shown(lane).Parameters;
        float[] inputs = _drawn ?? Data.Inputs(RowOf(lane));
        if (!_makers.TryGetValue(lane, out var known) || known.Setup != setup || !known.Inputs.AsSpan().SequenceEqual(inputs))
            _makers[lane] = known = (setup, inputs, new FrameMaker(setup.Network, setup.Cost, Data.Single(inputs, RowOf(lane))));
        var frame = known.Maker.At(Session.Shown(lane));
        return new ShapesView(setup.Network, parameters, inputs, frame,
            [[.. inputs.Select(x => (double)x)], .. frame.Layers.Select(layer => (IReadOnlyList<double>)[.. layer.A.Values.ToArray().Select(a => (double)a)])], PlanesOf(lane, setup, parameters));
    }

    private PlaneMaker? PlanesOf(int lane, LaneSetup setup, Parameters parameters)
    {
        if (Data.Plane is null) return null;
        if (!_planes.TryGetValue(lane, out var known) || known.Setup != setup) _planes[lane] = known = (setup, new PlaneMaker(setup.Network, Data.Plane));
        known.Planes.Use(parameters);
        return known.Planes;
    }

    private int RowOf(int lane) => Math.Min(_row ?? State.Lanes()[Math.Min(lane, State.Lanes().Count - 1)].Whole("row"), Data.Rows.Rows) - 1;

    /// <summary>While the slider is moved the address stays as it is: browsers allow few changes of it a second.</summary>
    private void ShowRow(object? value)
    {
        if (!int.TryParse(value as string, NumberStyles.None, CultureInfo.InvariantCulture, out int row)) return;
        (_row, _drawn) = (Math.Clamp(row, 1, Data.Rows.Rows), null);
    }

    private void TakeRow(object? value)
    {
        ShowRow(value);
        if (_row is not { } row) return;
        _row = null;
        Go(State.With("row", NumberKnob.Text(row)));
    }

    private void TakeData(string name) => Go(State.With("data", name).With("layers", ShapesData.Of(name).Usual).With("neuron", ""));

    private void TakeLayers(IReadOnlyList<(int Units, string Activation)> layers) => Go(State.With("layers", StackText.Of(layers)).With("neuron", ""));

    private void Draw(float[]? image) => _drawn = image;

    private void Choose(NeuronPlace neuron) => Go(State.With("neuron", string.Create(CultureInfo.InvariantCulture, $"{neuron.Column}.{neuron.Row}")));

    /// <summary>The neuron whose picture is large: at first the last output.</summary>
    private NeuronPlace Chosen(Network network)
    {
        string text = State.Text("neuron");
        if (text.Length > 0)
        {
            int[] place = [.. text.Split('.').Select(part => int.Parse(part, CultureInfo.InvariantCulture))];
            if (place[0] <= network.Layers.Count && place[1] < (place[0] == 0 ? network.Inputs : network.Layers[place[0] - 1].Units)) return new NeuronPlace(place[0], place[1]);
        }
        return new NeuronPlace(network.Layers.Count, network.Outputs - 1);
    }

    /// <summary>What has a ring around it: what was chosen, and what the large picture shows.</summary>
    private NeuronPlace? Marked(ShapesView v, NeuronPlace chosen) => v.Planes is not null || State.Text("neuron").Length > 0 ? chosen : null;

    /// <summary>Hundreds of lines are drawn thin.</summary>
    private double? Thickest(ShapesView v) =>
        Data.AreImages ? 2.5 * Enumerable.Range(0, v.Network.Layers.Count).Max(l => HeatImage.Largest(v.Parameters.Weights(l).ToArray())) : null;

    private static bool IsNeuron(string text) => text.Length == 0 || (text.Split('.') is { Length: 2 } parts && parts.All(part => part.Length is >= 1 and <= 3 && part.All(char.IsAsciiDigit)));

    private int ClassOf(Network network, NeuronPlace neuron) => Math.Min(neuron.Column == network.Layers.Count ? neuron.Row : Data.Classes.Count - 1, Data.Classes.Count - 1);

    private bool IsSmall(ShapesView v) => v.Planes is null && !Data.AreImages && v.Network.Layers.All(layer => layer.Units <= 6);

    private static Func<NeuronPlace, string?>? Image(ShapesView v) => v.Planes is { } planes ? planes.ImageOf : null;

    private Func<NeuronPlace, string?>? Inside(ShapesView v) => IsSmall(v) ? n => Numbers.Value(v.Activations[n.Column][n.Row], 2) : null;

    private Func<NeuronPlace, string?>? Above(ShapesView v) => IsSmall(v) ? NameOf : null;

    private Func<NeuronPlace, string?>? Below(ShapesView v) => State.Shows("numbers") && !IsSmall(v) && v.Network.Layers.All(layer => layer.Units <= 10) ? n => Numbers.Value(v.Activations[n.Column][n.Row], 2) : null;

    private static string LabelOf(ShapesView v, NeuronPlace n) => Texts.Get("lab.shapes.neuron", NameOf(n), Numbers.Value(v.Activations[n.Column][n.Row], 3));

    /// <summary>As the tutorial counts: a¹ is the input.</summary>
    private static string NameOf(NeuronPlace n) => "a" + Symbols.Upper(n.Column + 1) + Symbols.Lower(n.Row + 1);

    private double Wide(ShapesView v) => Math.Max(v.Planes is null && !Data.AreImages ? 640 : 520, 150 * (v.Network.Layers.Count + 1));

    private IReadOnlyList<Bar> Answer(ShapesView v) => [.. v.Activations[^1].Take(Data.Classes.Count).Select((p, i) => new Bar(Data.Classes[i], p))];

    private static string ParametersText(long count) => Texts.Counted("lab.shapes.parameters", count);

    /// <summary>The shapes that are multiplied one after the other.</summary>
    private static string Chain(Network network) =>
        string.Join(" → ", network.Layers.Select((layer, l) => $"{Shape(1, network.InputsOf(l))}·{Shape(network.InputsOf(l), layer.Units)}").Append(Shape(1, network.Outputs)));

    private static string Shape(int rows, int columns) => string.Create(CultureInfo.InvariantCulture, $"({rows},{columns})");

    private static string Whole(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
