namespace Feedforward.Cli;

/// <summary>What flags say about columns.</summary>
internal static class ColumnFlags
{
    /// <summary>The columns that are no inputs, that are all the same, what they mean, and how they are scaled.</summary>
    internal static PipelineOptions Read(Arguments given) => new()
    {
        Ignore = given.Names(TrainFlags.Ignore),
        Use = given.Names(TrainFlags.Use),
        Types = Types(given),
        WeightColumn = given.Text(TrainFlags.WeightColumn),
        Scaling = given.Choice(TrainFlags.Scaling, ("standardize", Scaling.Standardize), ("min-max", Scaling.MinMax), ("robust", Scaling.Robust)) ?? Scaling.Standardize,
    };

    /// <summary>Classes or a number, where that is told.</summary>
    internal static LearningTask? Task(Arguments given) =>
        given.Choice(
            TrainFlags.Task,
            ("classification", LearningTask.Classification), ("multi-label", LearningTask.MultiLabel), ("regression", LearningTask.Regression));

    /// <summary>Refuses flags that make sense for tables only.</summary>
    internal static void RequireNone(Arguments given, string title, params IEnumerable<Flag> more)
    {
        foreach (var flag in more.Concat([TrainFlags.Target, TrainFlags.Task, TrainFlags.Ignore, TrainFlags.Use, TrainFlags.Types, TrainFlags.Scaling, TrainFlags.WeightColumn, .. TrainFlags.Reading]))
            if (given.Has(flag)) throw Texts.Option("FF9122", given.Place(flag), title);
    }

    /// <summary>Reads <c>season=categorical,when=datetime(dd/MM/yyyy)</c>; a name may have an equals sign.</summary>
    private static Dictionary<string, ColumnFormat> Types(Arguments given)
    {
        var types = new Dictionary<string, ColumnFormat>(StringComparer.Ordinal);
        foreach (string word in given.Names(TrainFlags.Types))
        {
            int sign = word.LastIndexOf('=');
            if (sign < 1) throw Texts.Option("FF9140", Evidence.Of(word));
            var format = given.Checked(TrainFlags.Types, () => ColumnFormat.Parse(word[(sign + 1)..].Trim()));
            if (!types.TryAdd(word[..sign].Trim(), format)) throw Texts.Option("FF9141", Evidence.Of(word[..sign].Trim()));
        }
        return types;
    }
}
