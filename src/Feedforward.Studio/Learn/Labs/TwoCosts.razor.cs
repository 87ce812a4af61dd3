using Feedforward.Pictures;
using Feedforward.Studio.Sessions;

namespace Feedforward.Studio.Learn.Labs;

/// <summary>One neuron at one moment, for its one row.</summary>
/// <param name="W">The weight.</param>
/// <param name="B">The bias.</param>
/// <param name="X">The input.</param>
/// <param name="Y">What is wanted.</param>
/// <param name="Z">z = w x + b.</param>
/// <param name="A">a = f(z).</param>
/// <param name="Slope">f′(z).</param>
/// <param name="Cost">C.</param>
/// <param name="WeightGradient">∂C/∂w.</param>
public sealed record NeuronView(double W, double B, double X, double Y, double Z, double A, double Slope, double Cost, double WeightGradient);

/// <summary>L3: one neuron, two costs.</summary>
public partial class TwoCosts
{
    private static readonly Knob[] TheKnobs =
    [
        new ChoiceKnob("cost", "quadratic", "quadratic", "cross-entropy"),
        new ChoiceKnob("activation", "sigmoid", "sigmoid", "tanh", "relu"),
        new NumberKnob("w", 2, -4, 4, 0.1),
        new NumberKnob("bias", 2, -4, 4, 0.1),
        new NumberKnob("eta", 0.15, 0.001, 5, 0.001) { IsLogarithmic = true },
        new NumberKnob("x", 1, -2, 2, 0.1),
        new NumberKnob("y", 0, 0, 1, 0.1),
    ];

    private readonly Dictionary<LaneSetup, FrameMaker> _makers = [];

    /// <inheritdoc/>
    public override IReadOnlyList<Knob> Knobs => TheKnobs;

    /// <inheritdoc/>
    public override (string Name, string Value)? Difference => ("cost", "cross-entropy");

    /// <inheritdoc/>
    public override IReadOnlyList<Preset> Presets { get; } =
    [
        new("good", "?w=0.6&bias=0.9"),
        new("bad", "", IsGood: false),
        new("tanh", "?cost=quadratic&vary=activation&b=tanh"),
        new("tiny", "?eta=0.005", IsGood: false),
    ];

    /// <inheritdoc/>
    public override double StepsPerSecond => 20;

    /// <inheritdoc/>
    public override LaneSetup SetUp(LabState lane)
    {
        ArgumentNullException.ThrowIfNull(lane);
        var network = new Network(1, new Dense(1, Activation.Parse(lane.Text("activation"))));
        var start = new Parameters(new ParameterLayout(network));
        (start.Weights(0)[0, 0], start.Biases(0)[0, 0]) = (lane.Float("w"), lane.Float("bias"));
        var cost = Cost.Parse(lane.Text("cost"));
        if (!cost.Accepts(network.Output)) cost = Cost.Quadratic;
        var options = new TrainingOptions { Cost = cost, Optimizer = new Sgd(lane.Float("eta")), Batch = 1, Epochs = 5000 };
        return new LaneSetup(network, start, Dataset.FromRows([lane.Float("x")], 1, [lane.Float("y")], 1), null, options);
    }

    /// <inheritdoc/>
    public override void Renewed() => _makers.Clear();

    /// <inheritdoc/>
    public override string Happened()
    {
        var a = Neuron(0);
        string first = Sentence(0, a);
        return Session!.Lanes.Count == 1 ? first : first + " " + Sentence(1, Neuron(1));
    }

    /// <inheritdoc/>
    public override PictureTable Table() => new(
        [Texts.Get("lane"), Texts.Get("epoch"), "w", "b", "z", "a", "f′(z)", "C", "∂C/∂w"],
        [.. Enumerable.Range(0, Session!.Lanes.Count).SelectMany(lane => Milestones(lane).Select(moment =>
        {
            var n = Neuron(lane, moment);
            return (IReadOnlyList<string>)[LetterOf(lane), Numbers.Value(moment.Index, 6), .. new[] { n.W, n.B, n.Z, n.A, n.Slope, n.Cost, n.WeightGradient }.Select(v => Numbers.Value(v, 6))];
        }))]);

    /// <inheritdoc/>
    public override string Code() => $$"""
        using Feedforward;

        var network = new Network(1, new Dense(1, Activation.Parse("{{State.Text("activation")}}")));
        foreach (var cost in new[] { Cost.Quadratic, Cost.CrossEntropy })
        {
            var start = new Parameters(new ParameterLayout(network));
            (start.Weights(0)[0, 0], start.Biases(0)[0, 0]) = ({{State.Text("w")}}f, {{State.Text("bias")}}f);
            var options = new TrainingOptions { Cost = cost, Optimizer = new Sgd({{State.Text("eta")}}f), Batch = 1, Epochs = 300 };
            var trainer = new Trainer(network, start, options);
            foreach (var epoch in trainer.Epochs(Dataset.FromRows([{{State.Text("x")}}f], 1, [{{State.Text("y")}}f], 1)))
                if (epoch.Number % 50 == 0)
                    Console.WriteLine($"{cost,-14} epoch {epoch.Number,3}   cost {epoch.TrainingCost:0.000000}");
        }
        """;

    private NeuronView Neuron(int lane) => Neuron(lane, Session!.Shown(lane));

    private NeuronView Neuron(int lane, Moment moment)
    {
        var setup = Session!.Lanes[lane].Setup;
        if (!_makers.TryGetValue(setup, out var maker)) _makers[setup] = maker = new FrameMaker(setup.Network, setup.Cost, setup.Train);
        var frame = maker.Of(moment.Parameters);
        var layer = frame.Layers[0];
        return new NeuronView(layer.Weights[0, 0], layer.Biases[0, 0], frame.Inputs[0, 0], frame.Targets[0, 0], layer.Z[0, 0], layer.A[0, 0],
            setup.Network.Output.Slope(layer.Z[0, 0]), frame.Cost, layer.WeightGradient[0, 0]);
    }

    private string Sentence(int lane, NeuronView n)
    {
        var setup = Session!.Lanes[lane].Setup;
        string key = Session.Position == 0 ? "lab.two-costs.begin"
            : setup.Cost != Cost.Quadratic ? "lab.two-costs.cancelled"
            : Math.Abs(n.Slope) < 0.1 && Math.Abs(n.A - n.Y) > 0.1 ? "lab.two-costs.asleep" : "lab.two-costs.learning";
        return Texts.Get(key, LetterOf(lane), Session.Shown(lane).Index, Numbers.Value(n.A, 3), Numbers.Value(n.A - n.Y, 3), Numbers.Value(n.Slope, 3), Numbers.Value(n.WeightGradient, 3));
    }

    /// <summary>The moments of the table: every fiftieth, and the one that is shown.</summary>
    private IEnumerable<Moment> Milestones(int lane)
    {
        var timeline = Session!.Lanes[lane].Timeline;
        return Enumerable.Range(0, (Session.Position / 50) + 1).Select(i => timeline.At(50 * i)).Append(Session.Shown(lane)).Distinct();
    }

    private Series CostOf(int lane)
    {
        double first = Neuron(lane, Session!.Lanes[lane].Timeline.Start).Cost;
        return new Series("C", [new CurvePoint(0, first), .. Session.Lanes[lane].Timeline.All().Where(m => m.Index > 0 && m.Index <= Session.Position)
            .Select(m => new CurvePoint(m.Index - 1, m.Cost)), new CurvePoint(Session.Position, Neuron(lane).Cost)], lane);
    }

    private static IReadOnlyList<(CurvePoint Point, int Index)> Dot(NeuronView n) => [(new CurvePoint(Math.Clamp(n.Z, -6, 6), n.A), 0)];

    private double TopCost() => Math.Max(0.1, Enumerable.Range(0, Session!.Lanes.Count).Max(lane => Neuron(lane, Session.Lanes[lane].Timeline.Start).Cost));

    private static IReadOnlyList<Series> CurveOf(Activation activation) =>
    [
        new("f(z)", [.. Enumerable.Range(-60, 121).Select(i => new CurvePoint(i / 10.0, activation.Value(i / 10.0)))], 0),
        new("f′(z)", [.. Enumerable.Range(-60, 121).Select(i => new CurvePoint(i / 10.0, activation.Slope(i / 10.0)))], 1),
    ];

    private static (double, double) CurveRange(Activation activation) => activation == Activation.Tanh ? (-1, 1) : activation == Activation.ReLU ? (0, 6) : (0, 1);
}
