using Feedforward.Formats;
using System.Globalization;
using Feedforward.Backends;

namespace Feedforward.Cli;

/// <summary>The network and the training that a command line describes, on top of a <see cref="Recipe"/>.</summary>
internal sealed class Plan(Arguments given)
{
    /// <summary>Refuses what makes no sense whatever the data are, before any file is read.</summary>
    internal void Check()
    {
        var recipe = Recipe.For(images: false, LearningTask.Classification, rows: 1);
        _ = Network(recipe, 1, 2, LearningTask.Classification);
        _ = Options(recipe, 1);
    }

    /// <summary>The network.</summary>
    internal Network Network(Recipe recipe, int inputs, int outputs, LearningTask task)
    {
        var hidden = given.Parse(TrainFlags.Hidden, Units) ?? recipe.Hidden;
        var activations = Activations(recipe, hidden.Count);
        var initializers = Initializers(hidden.Count + 1);
        float dropout = given.Number(TrainFlags.Dropout) ?? 0;
        var output = given.Parse(TrainFlags.Output, Activation.Parse) ?? Recipe.OutputFor(task);
        Layer[] layers =
        [
            .. hidden.Select((units, l) => given.Checked(TrainFlags.Dropout, () => Started(new Dense(units, activations[l]) { Dropout = dropout }, initializers[l]))),
            Started(new Dense(outputs, output), initializers[^1]),
        ];
        return given.Checked(TrainFlags.InputDropout, () =>
            new Network(inputs, layers) { InputDropout = given.Number(TrainFlags.InputDropout) ?? 0 });
    }

    /// <summary>How it is trained.</summary>
    /// <param name="recipe">What holds where nothing is said.</param>
    /// <param name="rows">The training rows, by which Nielsen's λ is divided.</param>
    internal TrainingOptions Options(Recipe recipe, int rows)
    {
        var optimizer = new OptimizerChoice(given).Read(recipe.Optimizer);
        bool isLogged = given.Has(TrainFlags.Json) || !given.Has(TrainFlags.Out);
        var options = new TrainingOptions
        {
            Cost = given.Parse(TrainFlags.Cost, Cost.Parse),
            Optimizer = optimizer,
            Schedule = given.Parse(TrainFlags.Schedule, Schedule.Parse) ?? Schedule.Constant,
            Penalty = Penalty(recipe, optimizer, rows),
            MeasureTraining = given.Has(TrainFlags.MeasureTraining),
            MeasureGradients = isLogged,
            MeasureHistograms = isLogged,
            Seed = given.Seed(TrainFlags.Seed) ?? Recipe.Seed,
            Backend = given.Has(TrainFlags.Profile) ? new TimedBackend(Backend(given) ?? Backends.Backend.Default) : Backend(given),
        };
        int batch = given.Whole(TrainFlags.Batch) ?? recipe.Batch, epochs = given.Whole(TrainFlags.Epochs) ?? recipe.Epochs;
        float smoothing = given.Number(TrainFlags.Smoothing) ?? 0;
        options = given.Checked(TrainFlags.Batch, () => options with { Batch = batch });
        options = given.Checked(TrainFlags.Epochs, () => options with { Epochs = epochs });
        options = given.Checked(TrainFlags.Clip, () => options with { Clip = given.Number(TrainFlags.Clip) });
        options = given.Checked(TrainFlags.MaxNorm, () => options with { MaxNorm = given.Number(TrainFlags.MaxNorm) });
        options = given.Checked(TrainFlags.Smoothing, () => options with { LabelSmoothing = smoothing });
        return options with { EarlyStopping = Stopping(recipe) };
    }

    /// <summary>How tables are read.</summary>
    internal static CsvOptions Reading(Arguments given) =>
        given.Checked(TrainFlags.Threads, () => new CsvOptions
        {
            Threads = given.Whole(TrainFlags.Threads) ?? 0,
            Separator = given.Read(TrainFlags.Separator, Separator),
            Decimal = given.Read(TrainFlags.Decimal, Decimal),
            Encoding = given.Parse(TrainFlags.Encoding, TextEncoding.Parse),
        });

    private static char Separator(string text) => text switch
    {
        "," or "comma" => ',',
        ";" or "semicolon" => ';',
        "|" or "bar" => '|',
        "\t" or "\\t" or "tab" => '\t',
        _ => throw Texts.Option("FF9134", Evidence.Of(text)),
    };

    private static char Decimal(string text) => text switch
    {
        "." or "point" => '.',
        "," or "comma" => ',',
        _ => throw Texts.Option("FF9135", Evidence.Of(text)),
    };

    /// <summary>Where numbers are computed; null takes the default.</summary>
    internal static Backend? Backend(Arguments given)
    {
        if (!given.Has(TrainFlags.Backend) && !given.Has(TrainFlags.Threads)) return null;
        int threads = given.Whole(TrainFlags.Threads) ?? 0;
        string name = given.Text(TrainFlags.Backend) ?? Environment.GetEnvironmentVariable(Backends.Backend.EnvironmentVariable) ?? Backends.Backend.Names[0];
        return given.Checked(given.Has(TrainFlags.Threads) ? TrainFlags.Threads : TrainFlags.Backend, () => Backends.Backend.Create(name, threads));
    }

    /// <summary>Who gives a number of epochs means it: training then ends early only where a patience is given too.</summary>
    private EarlyStopping Stopping(Recipe recipe)
    {
        int patience = given.Whole(TrainFlags.Patience) ?? (given.Has(TrainFlags.Epochs) ? 0 : recipe.Patience);
        return given.Checked(TrainFlags.Patience, () => new EarlyStopping(patience));
    }

    private Penalty Penalty(Recipe recipe, Optimizer optimizer, int rows)
    {
        if (given.Has(TrainFlags.L2) && given.Has(TrainFlags.NielsenLambda))
            throw Texts.Option("FF9113", given.Place(TrainFlags.L2), given.Place(TrainFlags.NielsenLambda));
        bool own = given.Has(TrainFlags.L1) || given.Has(TrainFlags.L2) || given.Has(TrainFlags.NielsenLambda) || optimizer is AdamW;
        float l1 = given.Number(TrainFlags.L1) ?? 0, l2 = given.Number(TrainFlags.L2) ?? (own ? 0 : recipe.L2);
        if (given.Number(TrainFlags.NielsenLambda) is { } lambda)
            l2 = given.Checked(TrainFlags.NielsenLambda, () => Feedforward.L2.FromNielsen(lambda, rows).L2Strength);
        _ = given.Checked(TrainFlags.L1, () => Feedforward.Penalty.Both(l1, 0));
        return given.Checked(TrainFlags.L2, () => Feedforward.Penalty.Both(l1, l2));
    }

    private static Dense Started(Dense layer, Initializer? initializer) => initializer is null ? layer : layer with { Initializer = initializer };

    /// <summary>One initialiser for all layers, or one for each, the output's last; null is the one that goes with the activation.</summary>
    private Initializer?[] Initializers(int layers)
    {
        var parsed = given.Parse(TrainFlags.Init, text => text.Split(',').Select(Initializer.Parse).ToArray());
        if (parsed is null || parsed.Length == 1) return [.. Enumerable.Repeat(parsed?[0], layers)];
        return parsed.Length == layers ? parsed : throw Refused(TrainFlags.Init, Texts.Option("FF9160", parsed.Length, layers));
    }

    private Activation[] Activations(Recipe recipe, int layers)
    {
        var parsed = given.Parse(TrainFlags.Activation, text => text.Split(',').Select(Activation.Parse).ToArray()) ?? [recipe.Activation];
        if (parsed.Length == 1) return [.. Enumerable.Repeat(parsed[0], layers)];
        return parsed.Length == layers ? parsed : throw Refused(TrainFlags.Activation, Texts.Option("FF9111", parsed.Length, layers));
    }

    private OptionException Refused(Flag flag, OptionException e) => given.Checked<OptionException>(flag, () => throw e);

    /// <summary>Reads <c>64,32</c>; <c>none</c> and the empty text are no hidden layer.</summary>
    private static IReadOnlyList<int> Units(string text)
    {
        if (text.Trim() is "" or "none") return [];
        string[] parts = text.Trim('(', ')', '[', ']').TrimEnd(',').Split([',', 'x', '-'], StringSplitOptions.TrimEntries);
        return text.StartsWith('-') ? throw Wrong() : [.. parts.Select(part =>
            int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int units) && units >= 1 ? units : throw Wrong())];

        OptionException Wrong() => Texts.Option("FF9110", Evidence.Of(text));
    }
}
