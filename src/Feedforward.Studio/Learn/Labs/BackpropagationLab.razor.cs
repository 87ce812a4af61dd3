using System.Globalization;
using Feedforward.Pictures;
using Feedforward.Studio.Sessions;

namespace Feedforward.Studio.Learn.Labs;

/// <summary>L6: back-propagation under the microscope. This part is the training; the other ones are the picture and the words.</summary>
public partial class BackpropagationLab
{
    internal static readonly IReadOnlyList<string> Stops = ["forward", "bp1", "bp2", "bp4", "update", "check"];
    internal static readonly IReadOnlyList<string> Bugs = ["none", "slope", "transpose", "mean"];
    private static readonly IReadOnlyList<string> HiddenKnobs = ["stop", "cell", "row", "bug", "epsilon", "biases", "seed"];

    private static readonly Knob[] TheKnobs =
    [
        new ChoiceKnob("data", "one-row", "one-row", "xor"),
        new ChoiceKnob("start", "random", "random", "mazur", "zeros"),
        new NumberKnob("hidden", 3, 2, 5, 1),
        new ChoiceKnob("activation", "sigmoid", "sigmoid", "tanh", "relu"),
        new ChoiceKnob("cost", "quadratic", "quadratic", "cross-entropy", "log-likelihood"),
        new NumberKnob("eta", 0.5, 0.01, 10, 0.01) { IsLogarithmic = true },
        new ChoiceKnob("biases", "learned", "learned", "fixed"),
        new NumberKnob("seed", 5, 1, 999, 1),
        new ChoiceKnob("stop", "forward", Stops) { IsView = true },
        new TextKnob("cell", "", text => DiagramCell.Read(text) is not null) { IsView = true },
        new NumberKnob("row", 1, 1, 4, 1) { IsView = true },
        new ChoiceKnob("bug", "none", Bugs) { IsView = true },
        new NumberKnob("epsilon", -5, -12, -1, 1) { IsView = true },
    ];

    private readonly Dictionary<LaneSetup, FrameMaker> _makers = [];
    private readonly Dictionary<Moment, (Parameters? Next, double Cost)> _ahead = [];
    private readonly Dictionary<(Moment, string, int), GradientReport> _checks = [];
    private readonly Dictionary<(Moment, string), IReadOnlyList<(double Epsilon, double WorstRelativeError)>> _curves = [];

    /// <inheritdoc/>
    public override IReadOnlyList<Knob> Knobs => TheKnobs;

    /// <inheritdoc/>
    public override IReadOnlyList<Preset> Presets { get; } =
    [
        new("usual", ""),
        new("mazur", "?start=mazur&hidden=2&biases=fixed"),
        new("xor", "?data=xor&hidden=4&activation=tanh&cost=cross-entropy&eta=1"),
        new("softmax", "?cost=log-likelihood&stop=bp1"),
        new("zeros", "?start=zeros&stop=bp2", IsGood: false),
        new("bug", "?data=xor&stop=check&bug=mean", IsGood: false),
    ];

    /// <inheritdoc/>
    public override double StepsPerSecond => 20;

    /// <inheritdoc/>
    public override LaneSetup SetUp(LabState lane)
    {
        ArgumentNullException.ThrowIfNull(lane);
        var cost = Cost.Parse(lane.Text("cost"));
        string from = lane.Text("start");
        var network = new Network(2,
            new Dense(from == "mazur" ? 2 : lane.Whole("hidden"), Activation.Parse(lane.Text("activation"))),
            new Dense(2, cost == Cost.LogLikelihood ? Activation.Softmax : Activation.Sigmoid));
        var start = new Parameters(new ParameterLayout(network, lane.Text("biases") == "fixed" ? 0 : 1));
        if (from == "mazur") SetMazur(start);
        else if (from == "random") start.CopyFrom(Parameters.Initialize(network, (ulong)lane.Whole("seed")));
        var options = new TrainingOptions { Cost = cost, Optimizer = new Sgd(lane.Float("eta")), Batch = 0, Epochs = 20_000, Shuffle = false };
        return new LaneSetup(network, start, Rows(lane.Text("data")), null, options);
    }

    /// <inheritdoc/>
    public override void Renewed()
    {
        _makers.Clear();
        _ahead.Clear();
        _curves.Clear();
        _checks.Clear();
    }

    /// <summary>The numbers of Matt Mazur's step-by-step example of 2015, which many have computed by hand.</summary>
    private static void SetMazur(Parameters start)
    {
        start.Weights(0).Set([0.15f, 0.25f, 0.20f, 0.30f]);
        start.Weights(1).Set([0.40f, 0.50f, 0.45f, 0.55f]);
        start.Biases(0).Set([0.35f, 0.35f]);
        start.Biases(1).Set([0.60f, 0.60f]);
    }

    /// <summary>One row; or the four of exclusive or, whose outputs mean “equal” and “different”.</summary>
    private static Dataset Rows(string data) => data == "xor"
        ? Dataset.FromRows([0, 0, 0, 1, 1, 0, 1, 1], 2, [1, 0, 0, 1, 0, 1, 1, 0], 2)
        : Dataset.FromRows([0.05f, 0.10f], 2, [0.01f, 0.99f], 2);

    private string Stop => State.Text("stop");

    private int Exponent => State.Whole("epsilon");

    private int Digits => State.Shows("numbers") ? 9 : 4;

    private FrameMaker Maker(int lane)
    {
        var setup = Session!.Lanes[lane].Setup;
        return _makers.TryGetValue(setup, out var maker) ? maker : _makers[setup] = new FrameMaker(setup.Network, setup.Cost, setup.Train);
    }

    /// <summary>The network of a lane at the moment that is shown.</summary>
    private NetworkMoment Look(int lane)
    {
        var moment = Session!.Shown(lane);
        var setup = Session.Lanes[lane].Setup;
        var frame = Maker(lane).At(moment);
        var (next, cost) = Ahead(lane, moment);
        return new NetworkMoment(setup, frame, next, cost, Math.Min(State.Whole("row"), setup.Train.Rows) - 1);
    }

    /// <summary>What one more step will make of the network: the trainer takes it, on a copy.</summary>
    private (Parameters? Next, double Cost) Ahead(int lane, Moment moment)
    {
        if (_ahead.TryGetValue(moment, out var known)) return known;
        if (_ahead.Count > 100) _ahead.Clear();
        var setup = Session!.Lanes[lane].Setup;
        try
        {
            var trainer = new Trainer(setup.Network, moment.Parameters, setup.Options with { Epochs = 1 });
            foreach (var _ in trainer.Epochs(setup.Train)) { }
            return _ahead[moment] = (trainer.Parameters, new FrameMaker(setup.Network, setup.Cost, setup.Train).Of(trainer.Parameters).Cost);
        }
        catch (FeedforwardException)
        {
            return _ahead[moment] = (null, double.NaN);
        }
    }

    private static Backends.Backend BackendWith(string bug) => bug switch
    {
        "slope" => new FaultyBackend(PlantedFault.Slope),
        "transpose" => new FaultyBackend(PlantedFault.Transpose),
        "mean" => new FaultyBackend(PlantedFault.Mean),
        _ => Backends.Backend.Default,
    };

    /// <summary>The library's gradient check of the moment that is shown, with the fault that is planted.</summary>
    private GradientReport Check(int lane, string bug)
    {
        var moment = Session!.Shown(lane);
        if (_checks.TryGetValue((moment, bug, Exponent), out var known)) return known;
        if (_checks.Count > 20) _checks.Clear();
        return _checks[(moment, bug, Exponent)] = GradientCheck.Run(
            BackendWith(bug), Session.Lanes[lane].Setup.Cost, Penalty.None, moment.Parameters, Maker(lane).Workspace, Math.Pow(10, Exponent));
    }

    private IReadOnlyList<(double Epsilon, double WorstRelativeError)> Curve(int lane, string bug)
    {
        var moment = Session!.Shown(lane);
        if (_curves.TryGetValue((moment, bug), out var known)) return known;
        if (_curves.Count > 20) _curves.Clear();
        return _curves[(moment, bug)] = GradientCheck.Curve(BackendWith(bug), Session.Lanes[lane].Setup.Cost, Penalty.None, moment.Parameters, Maker(lane).Workspace);
    }

    /// <summary>The letter of a parameter that was checked.</summary>
    internal static string NameOf(GradientDifference d)
    {
        int layer = int.Parse(d.Tensor.Split('.')[1], CultureInfo.InvariantCulture);
        return d.Tensor.EndsWith("weight", StringComparison.Ordinal) ? new WeightPlace(layer, d.Row, d.Column).Name() : new NeuronPlace(layer + 1, d.Column).Name("b");
    }

    private static string Number0(int number) => number.ToString(CultureInfo.InvariantCulture);
}
