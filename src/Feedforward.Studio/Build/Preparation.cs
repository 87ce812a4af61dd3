using Feedforward.Formats;

namespace Feedforward.Studio.Build;

/// <summary>Data that were chosen, with what a look at them says and what a network for them must be like.</summary>
/// <param name="Table">The rows, or null for images.</param>
/// <param name="Images">The images, or null for a table.</param>
/// <param name="Target">What is predicted; null where nothing is chosen yet, and for images.</param>
/// <param name="Report">The check.</param>
public sealed record Preparation(Table? Table, ImageSet? Images, string? Target, DataReport Report)
{
    /// <summary>Numbers in one input row; 0 where it is not known yet.</summary>
    public int Inputs { get; private init; }

    /// <summary>Numbers that the network puts out; 0 where it is not known yet.</summary>
    public int Outputs { get; private init; }

    /// <summary>Why there can be no training yet, or null.</summary>
    public Notice? Refusal { get; private init; }

    /// <summary>Whether everything is known that a training needs.</summary>
    public bool IsReady => Inputs > 0;

    /// <summary>Reads data, checks them, and finds out what network they need.</summary>
    /// <param name="files">The files that may be read.</param>
    /// <param name="data">A path beneath the folder, or the name of a generator.</param>
    /// <param name="target">The column to predict, or null.</param>
    /// <exception cref="FeedforwardException">The data cannot be read.</exception>
    public static Preparation Of(StudioFiles files, string data, string? target)
    {
        if (Generators.Find(data) is ImageGenerator images)
        {
            var set = images.Make();
            return new Preparation(null, set, null, DataCheck.Run(set)) { Inputs = set.Height * set.Width * set.Channels, Outputs = set.Classes.Count };
        }
        var table = Generators.Find(data) is TableGenerator generator ? generator.Make() : DataFile.ReadTable(files.Resolve(data));
        target ??= (Generators.Find(data) as TableGenerator)?.Target;
        if (target is not null && table.Find(target) is null) target = null;
        var report = DataCheck.Run(table, target);
        var prepared = new Preparation(table, null, target, report);
        if (target is null) return prepared;
        try
        {
            var pipeline = Pipeline.Fit(table, target);
            return prepared with { Inputs = pipeline.Inputs, Outputs = pipeline.Outputs };
        }
        catch (FeedforwardException e)
        {
            return prepared with { Refusal = e.Notice };
        }
    }

    /// <summary>The network that the form describes, for these data.</summary>
    public Network NetworkOf(BuildState state)
    {
        var activation = Activation.Parse(state.Text("activation"));
        float dropout = float.Parse(state.Text("dropout"), System.Globalization.CultureInfo.InvariantCulture);
        var output = Report.Task == LearningTask.Regression ? Activation.Identity : Activation.Softmax;
        return new Network(Inputs, [.. state.Hidden.Select(units => new Dense(units, activation) { Dropout = dropout }), new Dense(Outputs, output)]);
    }
}
