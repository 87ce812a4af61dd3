using Feedforward.Backends;

namespace Feedforward.Cli;

/// <summary>
/// Everything that is in force in a run, as a configuration: what was given, and what was guessed or is the recipe's. Training from it gives the
/// same model, bit for bit.
/// </summary>
internal static class EffectiveConfiguration
{
    /// <summary>What is in force where nothing was said, or what was said comes to; null where the key has no meaning in the run.</summary>
    private static readonly Dictionary<Flag, Func<Run, Arguments, string?>> InForce = new()
    {
        [TrainFlags.Target] = (run, _) => IsTable(run) ? JsonText.Of(string.Join(',', run.Pipeline.Targets.Select(t => t.Name))) : null,
        [TrainFlags.Task] = (run, _) => IsTable(run) ? JsonText.Of(run.Pipeline.Task switch
        {
            LearningTask.Classification => "classification",
            LearningTask.MultiLabel => "multi-label",
            _ => "regression",
        }) : null,
        [TrainFlags.Ignore] = (run, given) => IsTable(run) ? JsonText.Of(given.Names(TrainFlags.Ignore)) : null,
        [TrainFlags.Use] = (run, given) => IsTable(run) ? JsonText.Of(given.Names(TrainFlags.Use)) : null,
        [TrainFlags.Scaling] = (run, given) => IsTable(run) ? JsonText.Of(given.Text(TrainFlags.Scaling) ?? "standardize") : null,
        [TrainFlags.Scale] = (run, _) => run.Pipeline.ImageShape is { } shape ? JsonText.Of(shape.Scale) : null,
        [TrainFlags.Validation] = (run, _) => JsonText.Typed(TrainFlags.Validation, run.HasOwnTest ? Recipe.PublishedValidation : Recipe.Validation, []),
        [TrainFlags.Test] = (run, given) => run.HasOwnTest || given.Has(TrainFlags.TestData) ? null : JsonText.Typed(TrainFlags.Test, Recipe.Test, []),
        [TrainFlags.Split] = (run, _) => JsonText.Of(run.Pipeline.Task == LearningTask.Classification ? "stratified" : "random"),
        [TrainFlags.Hidden] = (run, _) => $"[{string.Join(", ", Hidden(run).Select(l => JsonText.Of(l.Units)))}]",
        [TrainFlags.Activation] = (run, _) => JsonText.OneOrEach([.. Hidden(run).Select(l => l.Activation.ToString())]),
        [TrainFlags.Output] = (run, _) => JsonText.Of(run.Model.Network.Output.ToString()),
        [TrainFlags.Init] = (run, _) => JsonText.OneOrEach([.. run.Model.Network.Layers.OfType<Dense>().Select(l => l.Initializer.Name)]),
        [TrainFlags.Cost] = (run, _) => JsonText.Of(run.Cost.Name),
        [TrainFlags.Optimizer] = (run, _) => JsonText.Of(run.Options.Optimizer.Name),
        [TrainFlags.LearningRate] = (run, _) => run.Options.Optimizer is Lbfgs ? null : JsonText.Of(run.Options.Optimizer.LearningRate),
        [TrainFlags.Momentum] = (run, _) => run.Options.Optimizer is Sgd sgd ? JsonText.Of(sgd.Momentum) : null,
        [TrainFlags.Nesterov] = (run, _) => run.Options.Optimizer is Sgd sgd ? JsonText.Of(sgd.Nesterov) : null,
        [TrainFlags.Rho] = (run, _) => run.Options.Optimizer is RmsProp rms ? JsonText.Of(rms.Rho) : null,
        [TrainFlags.Beta1] = (run, _) => run.Options.Optimizer is Adam and not AdamW and var adam ? JsonText.Of(((Adam)adam).Beta1) : null,
        [TrainFlags.Beta2] = (run, _) => run.Options.Optimizer is Adam and not AdamW and var adam ? JsonText.Of(((Adam)adam).Beta2) : null,
        [TrainFlags.Epsilon] = (run, _) => run.Options.Optimizer switch
        {
            AdamW => null,
            Adam adam => JsonText.Of(adam.Epsilon),
            RmsProp rms => JsonText.Of(rms.Epsilon),
            _ => null,
        },
        [TrainFlags.WeightDecay] = (run, _) => run.Options.Optimizer is AdamW adam ? JsonText.Of(adam.WeightDecay) : null,
        [TrainFlags.MaxEvaluations] = (run, _) => run.Options.Optimizer is Lbfgs lbfgs ? JsonText.Of(lbfgs.MaxEvaluations) : null,
        [TrainFlags.Schedule] = (run, _) => JsonText.Of(run.Options.Schedule.ToString()),
        [TrainFlags.Batch] = (run, _) => run.Options.Optimizer is Lbfgs ? null : JsonText.Of(run.Options.Batch),
        [TrainFlags.Epochs] = (run, _) => JsonText.Of(run.Options.Epochs),
        [TrainFlags.Patience] = (run, _) => JsonText.Of(run.Options.EarlyStopping?.Patience ?? 0),
        [TrainFlags.MeasureTraining] = (run, _) => JsonText.Of(run.Options.MeasureTraining),
        [TrainFlags.Seed] = (run, _) => run.Options.Seed.ToString(System.Globalization.CultureInfo.InvariantCulture),
        [TrainFlags.Backend] = (run, _) => JsonText.Of((run.Options.Backend ?? Backend.Default).Name),
        [TrainFlags.L1] = (run, _) => JsonText.Of(run.Options.Penalty.L1Strength),
        [TrainFlags.L2] = (run, given) => given.Has(TrainFlags.NielsenLambda) ? null : JsonText.Of(run.Options.Penalty.L2Strength),
        [TrainFlags.Dropout] = (run, _) => Hidden(run).FirstOrDefault() is Dense layer ? JsonText.Of(layer.Dropout) : null,
        [TrainFlags.InputDropout] = (run, _) => JsonText.Of(run.Model.Network.InputDropout),
        [TrainFlags.Smoothing] = (run, _) => JsonText.Of(run.Options.LabelSmoothing),
    };

    /// <summary>Flags whose value is shown as it was given, because what it comes to depends on the folder or on the data.</summary>
    private static readonly Flag[] AsGiven = [TrainFlags.Validation, TrainFlags.Test, TrainFlags.Split, TrainFlags.Backend];

    /// <summary>The configuration of a run, each value with where it comes from.</summary>
    /// <param name="run">The run.</param>
    /// <param name="given">What was given.</param>
    /// <param name="folder">The folder that the configuration is for: paths in it start from there.</param>
    internal static ConfigurationDocument Of(Run run, Arguments given, string folder) => Fill(new ConfigurationDocument(), run, given, folder, _ => null);

    /// <summary>The configuration of a run as a beginning for one's own: each value with what it means, and below what else there is.</summary>
    /// <param name="run">The run.</param>
    /// <param name="given">What was given.</param>
    /// <param name="folder">The folder that the configuration is for.</param>
    /// <param name="schema">The file that describes the keys, seen from there, or null.</param>
    internal static ConfigurationDocument Explained(Run run, Arguments given, string folder, string? schema)
    {
        var document = new ConfigurationDocument { Schema = schema, Head = Texts.Get("configuration.head"), TellsMore = true };
        string? decision = run.Pipeline.Decision is { } d ? $"\n{d.Sentence} {d.Fix}" : null;
        return Fill(document, run, given, folder, flag => Texts.Get(flag.Key) + (flag == TrainFlags.Task ? decision : null));
    }

    private static ConfigurationDocument Fill(ConfigurationDocument document, Run run, Arguments given, string folder, Func<Flag, string?> above)
    {
        string data = given.Subject!;
        document.Add(ConfigurationKeys.Data, JsonText.Of(Sources.IsKnown(data) ? data : Relative(data, folder)), above(ConfigurationKeys.Data));
        foreach (var flag in ConfigurationKeys.All.Skip(1))
            if (Value(flag, run, given, folder) is { } value) document.Add(flag, value, above(flag), Source(flag, given));
        return document;
    }

    private static string? Value(Flag flag, Run run, Arguments given, string folder)
    {
        bool shown = given.Has(flag) && (AsGiven.Contains(flag) || !InForce.ContainsKey(flag));
        if (!shown) return InForce.TryGetValue(flag, out var inForce) ? inForce(run, given) : null;
        string text = flag == TrainFlags.InitFrom ? ModelPath.Of(given.Text(flag)!) : given.Text(flag)!;
        return flag.IsPath(text) ? JsonText.Of(Relative(text, folder)) : JsonText.Typed(flag, text, given.Names(flag));
    }

    private static string Source(Flag flag, Arguments given) => given.OriginOf(flag) == Origin.Recipe ? Texts.Get("configuration.guess") : given.Place(flag);

    /// <summary>The path from a folder on, in the way of writing that every system reads.</summary>
    private static string Relative(string path, string folder) =>
        Path.IsPathRooted(path) && folder.Length == 0 ? path : Path.GetRelativePath(folder.Length == 0 ? "." : folder, path).Replace('\\', '/');

    private static bool IsTable(Run run) => run.Pipeline.ImageShape is null;

    private static IEnumerable<Layer> Hidden(Run run) => run.Model.Network.Layers.SkipLast(1);
}
