using System.Globalization;
using Feedforward.Pictures;
using Feedforward.Studio.Sessions;

namespace Feedforward.Studio.Learn.Labs;

/// <summary>L4: softmax.</summary>
public partial class Softmax
{
    private const int MostClasses = 5;

    private static readonly float[] Usual = [2.5f, -1, 3.2f, 0.5f, 1];

    private static readonly string[] LogitNames = [.. Enumerable.Range(1, MostClasses).Select(i => "z" + i)];

    private static readonly Knob[] TheKnobs =
    [
        new ChoiceKnob("output", "softmax", "softmax", "sigmoid"),
        new ChoiceKnob("maximum", "subtracted", "subtracted", "kept"),
        new NumberKnob("temperature", 1, 0.1, 10, 0.1) { IsLogarithmic = true },
        new NumberKnob("classes", 4, 2, MostClasses, 1),
        new NumberKnob("class", 1, 1, MostClasses, 1),
        new NumberKnob("eta", 0.5, 0.01, 10, 0.01) { IsLogarithmic = true },
        .. LogitNames.Select((name, i) => new NumberKnob(name, Usual[i], -20, 100, 0.1)),
    ];

    private readonly Dictionary<(int Lane, Moment Moment), SoftmaxView> _views = [];
    private readonly Dictionary<(int Lane, Moment Moment), double> _costs = [];
    private float[]? _dragged;

    /// <inheritdoc/>
    public override IReadOnlyList<Knob> Knobs => TheKnobs;

    /// <inheritdoc/>
    public override IReadOnlyList<Preset> Presets { get; } =
    [
        new("start", ""),
        new("sigmoid", "?vary=output&b=sigmoid"),
        new("soft", "?vary=temperature&b=5"),
        new("overflow", "?z3=95&vary=maximum&b=kept", IsGood: false),
        new("wrong", "?z1=-6&z3=9", IsGood: false),
    ];

    /// <inheritdoc/>
    public override double StepsPerSecond => 8;

    /// <summary>Whether the sliders reach to where e^z is too large for a float.</summary>
    private bool IsWide => State.Lanes().Any(lane => lane.Text("maximum") == "kept") || Logits(0).Any(z => Math.Abs(z) > 10);

    /// <inheritdoc/>
    public override LaneSetup SetUp(LabState lane)
    {
        ArgumentNullException.ThrowIfNull(lane);
        int classes = lane.Whole("classes");
        float temperature = lane.Float("temperature");
        var network = SoftmaxView.NetworkOf(classes, lane.Text("output") == "softmax");
        var start = new Parameters(new ParameterLayout(network));
        for (int i = 0; i < classes; i++) start.Biases(0)[0, i] = lane.Float(LogitNames[i]) / temperature;

        // The biases are z/T: a step of η on z, whose gradient is δ/T, is a step of η/T² on them.
        var options = new TrainingOptions { Optimizer = new Sgd(lane.Float("eta") / (temperature * temperature)), Batch = 1, Epochs = 2000 };
        return new LaneSetup(network, start, Dataset.FromRows([0f], 1, SoftmaxView.OneHot(classes, Wanted(lane)), classes), null, options);
    }

    /// <inheritdoc/>
    public override void Renewed()
    {
        _dragged = null;
        _views.Clear();
        _costs.Clear();
    }

    /// <inheritdoc/>
    public override string Happened()
    {
        string first = Sentence(0);
        return Session!.Lanes.Count == 1 ? first : first + " " + Sentence(1);
    }

    /// <inheritdoc/>
    public override PictureTable Table() => new(
        [Texts.Get("lane"), Texts.Get("lab.softmax.class"), "z", "y", "p", "δ = p − y"],
        [.. Enumerable.Range(0, Session!.Lanes.Count).SelectMany(lane =>
        {
            var v = View(lane);
            return v.Z.Select((z, i) => (IReadOnlyList<string>)[LetterOf(lane), Numbers.Value(i + 1), Numbers.Value(z, 6), i == v.Wanted ? "1" : "0", Numbers.Value(v.P[i], 6), Numbers.Value(v.Delta[i], 6)]);
        })]);

    /// <inheritdoc/>
    public override string Code()
    {
        var v = View(0);
        string activation = v.IsSoftmax ? "Softmax" : "Sigmoid";
        return $$"""
            using Feedforward;
            using Feedforward.Backends;

            float[] z = [{{string.Join(", ", v.Z.Select(value => NumberKnob.Text(value) + "f"))}}];
            float temperature = {{NumberKnob.Text(v.Temperature)}}f;

            // One layer whose only input is 0: its biases are what enters the {{activation.ToLowerInvariant()}}.
            var network = new Network(1, new Dense(z.Length, Activation.{{activation}}));
            var start = new Parameters(new ParameterLayout(network));
            for (int i = 0; i < z.Length; i++) start.Biases(0)[0, i] = z[i] / temperature;
            var targets = new float[z.Length];
            targets[{{v.Wanted}}] = 1;

            var batch = new Workspace(network, 1);
            batch.Targets.Row(0).Clear();
            targets.CopyTo(batch.Targets.Row(0));
            var gradient = new Parameters(new ParameterLayout(network));
            Backpropagation.Forward(Backend.Default, start, batch);
            Backpropagation.Backward(Backend.Default, Cost.DefaultFor(network.Output), start, batch, gradient);
            Console.WriteLine("p     " + string.Join("  ", batch.Outputs(0).Row(0).ToArray()));
            Console.WriteLine("p − y " + string.Join("  ", batch.Errors(0).Row(0).ToArray()));

            var options = new TrainingOptions { Optimizer = new Sgd({{State.Text("eta")}}f / (temperature * temperature)), Batch = 1, Epochs = 20 };
            var trainer = new Trainer(network, start, options);
            foreach (var epoch in trainer.Epochs(Dataset.FromRows([0f], 1, targets, z.Length)))
                Console.WriteLine($"step {epoch.Number,2}   cost before it {epoch.TrainingCost:0.000000}");
            """;
    }

    /// <summary>What a lane shows now.</summary>
    internal SoftmaxView View(int lane)
    {
        if (_dragged is not null) return Of(lane, Logits(lane));
        var key = (lane, Session!.Shown(lane));
        if (_views.TryGetValue(key, out var view)) return view;
        if (_views.Count > 4000) _views.Clear();
        return _views[key] = Of(lane, LogitsAt(lane, key.Item2));
    }

    private SoftmaxView Of(int lane, ReadOnlySpan<float> z)
    {
        var state = State.Lanes()[lane];
        return SoftmaxView.Of(z, state.Float("temperature"), Wanted(state), state.Text("output") == "softmax", state.Text("maximum") == "subtracted");
    }

    private float[] Logits(int lane)
    {
        if (_dragged is not null) return _dragged;
        return Session is null ? [.. LogitNames.Take(State.Whole("classes")).Select(State.Float)] : LogitsAt(lane, Session.Shown(lane));
    }

    private float[] LogitsAt(int lane, Moment moment)
    {
        var state = State.Lanes()[Math.Min(lane, State.Lanes().Count - 1)];
        // Before the first step they are as they were typed, without the rounding of a division and a multiplication.
        if (moment.Index == 0) return [.. LogitNames.Take(state.Whole("classes")).Select(state.Float)];
        var biases = moment.Parameters.Biases(0);
        return [.. Enumerable.Range(0, biases.Columns).Select(i => biases[0, i] * state.Float("temperature"))];
    }

    private void Drag((int Index, float Value, bool IsLast) change)
    {
        Session?.Pause();
        float[] z = [.. Logits(0)];
        z[change.Index] = change.Value;
        _dragged = z;
        if (!change.IsLast) return;
        var state = State;
        for (int i = 0; i < z.Length; i++) state = state.With(LogitNames[i], NumberKnob.Text(Math.Round(z[i], 3)));
        if (state.Setup() == State.Setup()) _dragged = null;
        else Go(state);
    }

    private static int Wanted(LabState lane) => Math.Min(lane.Whole("class"), lane.Whole("classes")) - 1;

    private string Sentence(int lane)
    {
        var v = View(lane);
        string name = LetterOf(lane), wanted = Numbers.Value(v.Wanted + 1);
        if (v.Overflows) return Texts.Get("lab.softmax.happened.overflow", name, Numbers.Value(v.Largest / v.Temperature, 4));
        if (!v.IsSoftmax) return Texts.Get("lab.softmax.happened.sigmoid", name, Numbers.Value(v.Sum, 4), wanted, Numbers.Value(v.P[v.Wanted], 3), Numbers.Value(v.Delta[v.Wanted], 3));
        return Texts.Get(Session!.Position == 0 ? "lab.softmax.happened.begin" : "lab.softmax.happened.step", name, Session.Shown(lane).Index, wanted,
            Numbers.Value(v.P[v.Wanted], 3), Numbers.Value(v.Loss, 3), Numbers.Value(v.Delta[v.Wanted], 3), Numbers.Value(v.Delta.Where((_, i) => i != v.Wanted).Sum(), 3));
    }

    private static IReadOnlyList<Bar> Bars(IReadOnlyList<float> values, bool colored = false) =>
        [.. values.Select((value, i) => new Bar(Numbers.Value(i + 1), value, colored ? "f" + i.ToString(CultureInfo.InvariantCulture) : ""))];

    private Series CostOf(int lane)
    {
        var kept = Session!.Lanes[lane].Timeline.All().Where(moment => moment.Index <= Session.Position);
        return new Series("C", [.. kept.Select(moment => new CurvePoint(moment.Index, TrueCost(lane, moment)))], lane);
    }

    /// <summary>The cost at a moment, by the engine also where the lane shows the formula to the letter.</summary>
    private double TrueCost(int lane, Moment moment)
    {
        if (_costs.TryGetValue((lane, moment), out double cost)) return cost;
        var setup = Session!.Lanes[lane].Setup;
        return _costs[(lane, moment)] = new FrameMaker(setup.Network, setup.Cost, setup.Train).Of(moment.Parameters).Cost;
    }

    private double TopCost() => Math.Max(0.1, Enumerable.Range(0, Session!.Lanes.Count).Max(lane => TrueCost(lane, Session.Lanes[lane].Timeline.Start)));

    private static string Sub(int index) => char.ConvertFromUtf32('₁' + index);
}
