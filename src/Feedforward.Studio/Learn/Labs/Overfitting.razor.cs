using System.Globalization;
using Feedforward.Pictures;
using Feedforward.Studio.Sessions;

namespace Feedforward.Studio.Learn.Labs;

/// <summary>L7: over-fitting and early stopping.</summary>
public partial class Overfitting
{
    private const int HardestImages = 8;

    private static readonly Knob[] TheKnobs =
    [
        new ChoiceKnob("data", DigitSets.Digits, DigitSets.Sources),
        new NumberKnob("rows", 300, 100, DigitSets.MostTrainingImages, 100) { IsLogarithmic = true },
        new NumberKnob("units", 30, 1, 200, 1),
        new NumberKnob("eta", 0.5, 0.001, 10, 0.001) { IsLogarithmic = true },
        new NumberKnob("epochs", 400, 10, 1000, 10),
        new NumberKnob("patience", 0, 0, 200, 1),
    ];

    private readonly Dictionary<(int Lane, int Index), IReadOnlyList<(string Uri, int Label, double Cost)>> _hardest = [];
    private readonly List<string> _tested = [];
    private bool _opened, _rewound;

    /// <inheritdoc/>
    public override IReadOnlyList<Knob> Knobs => TheKnobs;

    /// <inheritdoc/>
    public override IReadOnlyList<Preset> Presets { get; } =
    [
        new("heart", "", IsGood: false),
        new("stop", "?patience=20"),
        new("more", "?vary=rows&b=3000&epochs=100"),
        .. DigitSets.Sources.Contains(DigitSets.Mnist) ? [new Preset("book", "?data=mnist&rows=1000")] : Array.Empty<Preset>(),
    ];

    /// <inheritdoc/>
    public override double StepsPerSecond => 12;

    /// <inheritdoc/>
    public override LaneSetup SetUp(LabState lane)
    {
        ArgumentNullException.ThrowIfNull(lane);
        DigitSets sets;
        try
        {
            sets = DigitSets.Of(lane.Text("data"), lane.Whole("rows"));
        }
        catch (DataException e)
        {
            throw new OptionException(e.Notice, e);
        }
        // The book's network: its large initial weights are part of the experiment.
        var initial = Initializer.NielsenLarge;
        var network = new Network(sets.Images.Size,
            new Dense(lane.Whole("units"), Activation.Sigmoid) { Initializer = initial }, new Dense(sets.Images.Classes.Count, Activation.Sigmoid) { Initializer = initial });
        var options = new TrainingOptions
        {
            Cost = Cost.CrossEntropy,
            Optimizer = new Sgd(lane.Float("eta")),
            Batch = 10,
            Epochs = lane.Whole("epochs"),
            EarlyStopping = lane.Whole("patience") > 0 ? new EarlyStopping(Patience: lane.Whole("patience")) : null,
            MeasureTraining = true,
        };
        return new LaneSetup(network, Parameters.Initialize(network, options.Seed), sets.Train, sets.Validation, options) { Recording = Recording.Epochs };
    }

    /// <inheritdoc/>
    public override void Renewed()
    {
        _hardest.Clear();
        _tested.Clear();
        (_opened, _rewound) = (false, false);
    }

    /// <inheritdoc/>
    public override string Happened() => string.Join(' ', Enumerable.Range(0, Session!.Lanes.Count).Select(Sentence));

    /// <inheritdoc/>
    public override PictureTable Table() => new(
        [Texts.Get("lane"), Texts.Get("epoch"), Texts.Get("lab.overfitting.trainCost"), Texts.Get("lab.overfitting.validationCost"), Texts.Get("lab.overfitting.trainAccuracy"), Texts.Get("lab.overfitting.validationAccuracy")],
        [.. Enumerable.Range(0, Session!.Lanes.Count).SelectMany(lane => Session.Lanes[lane].Epochs.Select(e => (IReadOnlyList<string>)
            [LetterOf(lane), Numbers.Value(e.Number, 6), Numbers.Value(e.Training!.Cost, 6), Numbers.Value(e.Validation!.Cost, 6), Numbers.Percent(e.Training.Accuracy ?? double.NaN), Numbers.Percent(e.Validation.Accuracy ?? double.NaN)]))]);

    /// <inheritdoc/>
    public override string Code() => $$"""
        using Feedforward;

        var images = Generators.Digits({{DigitSets.MostTrainingImages + DigitSets.ValidationImages}});
        var train = Rows(0, {{State.Text("rows")}});
        var validation = Rows({{DigitSets.MostTrainingImages}}, {{DigitSets.ValidationImages}});
        var network = new Network(images.Size,
            new Dense({{State.Text("units")}}, Activation.Sigmoid) { Initializer = Initializer.NielsenLarge },
            new Dense(10, Activation.Sigmoid) { Initializer = Initializer.NielsenLarge });
        var options = new TrainingOptions
        {
            Cost = Cost.CrossEntropy, Optimizer = new Sgd({{State.Text("eta")}}f), Batch = 10, Epochs = {{State.Text("epochs")}},
            EarlyStopping = new EarlyStopping(Patience: {{State.Text("patience")}}), MeasureTraining = true,
        };
        foreach (var epoch in new Model(network).Epochs(train, validation, options))
            Console.WriteLine($"{epoch.Number,3}   training {epoch.Training!.Cost:0.000}   validation {epoch.Validation!.Cost:0.000}");

        Dataset Rows(int first, int count) => Pipeline.ForImages(images).Apply(images.Select([.. Enumerable.Range(first, count)]));
        """;

    /// <inheritdoc/>
    public override string? Command() => string.Create(CultureInfo.InvariantCulture,
        $"feedforward train {State.Text("data")} --limit {State.Text("rows")} --hidden {State.Text("units")} --activation sigmoid --output sigmoid --cost cross-entropy --init nielsen-large --optimizer sgd --lr {State.Text("eta")} --batch 10 --epochs {State.Text("epochs")} --patience {State.Text("patience")} --measure-training");

    /// <summary>A training that stopped for want of something better goes back to its best epoch before the reader's eyes.</summary>
    protected override void OnAfterRender(bool firstRender)
    {
        if (_rewound || Session is not { Lanes: [var lane] } session || lane.Ended != StopReason.Patience || lane.BestEpoch == 0 || session.Position < session.Newest) return;
        _rewound = true;
        session.Seek(lane.BestEpoch);
    }

    private DigitSets Sets(int lane)
    {
        var state = State.Lanes()[lane];
        return DigitSets.Of(state.Text("data"), state.Whole("rows"));
    }

    private Moment Shown(int lane) => Session!.Shown(lane);

    private int Patience(int lane) => Session!.Lanes[lane].Setup.Options.EarlyStopping?.Patience ?? 0;

    private int BestUpTo(int lane, int index) => Session!.Lanes[lane].Epochs.LastOrDefault(e => e.IsBest && e.Number <= index)?.Number ?? 0;

    /// <summary>What a picture is called, with its value now where numbers are wanted.</summary>
    private string Title(string key, double? value, bool share) =>
        Texts.Get(key) + (State.Shows("numbers") && value is { } number ? " · " + (share ? Numbers.Percent(number) : Numbers.Value(number)) : "");

    private (double, double)? Ahead() => (0, Math.Max(20, Session!.Newest));

    private double TopCost() => Session!.Lanes.SelectMany(lane => lane.Epochs).Select(e => Math.Max(e.Training!.Cost, e.Validation!.Cost)).DefaultIfEmpty(1).Max() * 1.08;

    private Series[] Curve(int lane, Func<Epoch, double?> value, int index) =>
        [new("", [.. Session!.Lanes[lane].Epochs.Select(e => new CurvePoint(e.Number, value(e) ?? double.NaN))], index)];

    private CurveMark[] Now(int lane) => [new CurveMark(Shown(lane).Index, "", "now")];

    private CurveMark[] Marks(int lane, int best) => best == 0 ? Now(lane) : [.. Now(lane), new CurveMark(best, Texts.Get("lab.overfitting.best", best), "best")];

    /// <summary>From the best epoch to the one that is shown: the wait, or what is learned by heart.</summary>
    private CurveBand[] Bands(int lane, int best)
    {
        int now = Shown(lane).Index, patience = Patience(lane);
        return best == 0 || now <= best ? []
            : patience > 0 ? [new CurveBand(best, now, Texts.Get("lab.overfitting.waiting", now - best, patience), "wait")]
            : [new CurveBand(best, now, now - best > 30 ? Texts.Get("lab.overfitting.over") : "", "over")];
    }

    private string Sentence(int lane)
    {
        var moment = Shown(lane);
        if (moment.Index == 0 || moment.Record is not { Training: { } training, Validation: { } validation }) return Texts.Get("lab.overfitting.begin", LetterOf(lane));
        var (run, epochs) = (Session!.Lanes[lane], Session.Lanes[lane].Epochs);
        int best = BestUpTo(lane, moment.Index);
        double least = best == 0 ? validation.Cost : epochs[best - 1].Validation!.Cost;
        bool stopped = run.Ended == StopReason.Patience && (moment.Index == run.BestEpoch || moment.Index == run.Timeline.Newest.Index);
        string key = stopped ? "lab.overfitting.stopped" : moment.Index - best > 10 ? "lab.overfitting.overfits" : "lab.overfitting.learning";
        if (stopped) validation = epochs[run.BestEpoch - 1].Validation!;
        return Texts.Get(key, LetterOf(lane), stopped ? Patience(lane) : moment.Index, Numbers.Percent(training.Accuracy ?? double.NaN), Numbers.Percent(validation.Accuracy ?? double.NaN),
            stopped ? run.BestEpoch : best, Numbers.Value(least, 3), Numbers.Value(validation.Cost, 3));
    }

    private IReadOnlyList<(string Uri, int Label, double Cost)> Hardest(int lane)
    {
        var moment = Shown(lane);
        if (_hardest.TryGetValue((lane, moment.Index), out var known)) return known;
        if (_hardest.Count > 20) _hardest.Clear();
        var sets = Sets(lane);
        double[] costs = ModelOf(lane).Costs(sets.Validation, Cost.CrossEntropy);
        var image = new float[sets.Images.Size];
        return _hardest[(lane, moment.Index)] =
        [
            .. Enumerable.Range(0, costs.Length).OrderByDescending(i => costs[i]).Take(HardestImages).Select(i =>
            {
                sets.Validation.CopyInputs(i, image);
                return (HeatImage.Of(image, sets.Images.Width, HeatKind.Light), sets.Validation.Classes[i], costs[i]);
            }),
        ];
    }

    private Model ModelOf(int lane) => new(Session!.Lanes[lane].Setup.Network, Shown(lane).Parameters);

    private void Open()
    {
        _opened = true;
        for (int lane = 0; lane < Session!.Lanes.Count; lane++)
        {
            var (model, sets, moment) = (ModelOf(lane), Sets(lane), Shown(lane));
            _tested.Add(Texts.Get("lab.overfitting.opened", LetterOf(lane), moment.Index,
                Numbers.Percent(model.Evaluate(sets.Test, Cost.CrossEntropy).Accuracy ?? double.NaN), Numbers.Percent(moment.Record?.Validation?.Accuracy ?? double.NaN)));
        }
    }
}
