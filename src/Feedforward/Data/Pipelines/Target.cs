using System.Text;
using System.Text.Json;

namespace Feedforward;

/// <summary>What a pipeline's network is to answer, and how its outputs are read. A closed family.</summary>
/// <param name="Column">The target column; null where labels are not in a column.</param>
/// <param name="Kind">What that column held in training.</param>
internal abstract record Target(string? Column, ColumnKind Kind)
{
    internal abstract LearningTask Task { get; }

    /// <summary>Outputs of the network K.</summary>
    internal abstract int Outputs { get; }

    /// <summary>The names of the classes in the order of the outputs; empty for regression.</summary>
    internal abstract IReadOnlyList<string> Classes { get; }

    /// <summary>What one unit of a target is in the units of the data.</summary>
    internal virtual double Scale => 1;

    /// <summary>Adds the targets of the cells to those of the rows before them.</summary>
    internal abstract void AddTo(MadeRows rows, Cells cells, ICollection<Notice>? notices);

    internal abstract Prediction Decode(ReadOnlySpan<float> outputs);

    internal abstract void Write(Utf8JsonWriter json);

    internal static Target Read(LearningTask task, StrictJson json) =>
        task == LearningTask.Classification ? ClassTarget.Read(json) : NumberTarget.Read(json);

    internal static DataException Blank(Cells cells, int i) => cells.Error(i, "FF2340", cells.Column.Name);
}

/// <summary>Classes: one output each.</summary>
internal sealed record ClassTarget(string? Column, ColumnKind Kind, IReadOnlyList<string> Names) : Target(Column, Kind)
{
    /// <summary>The index of a class that the training rows did not have.</summary>
    internal const int Unknown = -1;

    private readonly Dictionary<string, int> _places = ClassNames.Index(Names);

    internal override LearningTask Task => LearningTask.Classification;

    internal override int Outputs => Names.Count;

    internal override IReadOnlyList<string> Classes => Names;

    internal int Index(string name) => _places.TryGetValue(name, out int index) ? index : Unknown;

    internal override void AddTo(MadeRows rows, Cells cells, ICollection<Notice>? notices)
    {
        var classes = rows.Classes(cells.Count);
        Tally unknown = default;
        for (int i = 0; i < classes.Length; i++)
        {
            classes[i] = Index(Label(cells, i));
            if (classes[i] == Unknown) unknown.Add(i);
        }
        unknown.Report(notices, cells, "FF2358");
    }

    internal override Prediction Decode(ReadOnlySpan<float> outputs) => new(Names, outputs);

    internal override void Write(Utf8JsonWriter json)
    {
        if (Column is not null)
        {
            json.WriteString("column", Column);
            json.WriteString("kind", ClassNames.Of(Kind));
        }
        json.WriteStartArray("classes");
        foreach (string name in Names) json.WriteStringValue(name);
        json.WriteEndArray();
    }

    internal static ClassTarget Read(StrictJson json)
    {
        json.Only("column", "kind", "classes");
        string[] names = json.Texts("classes");
        if (names.Length < 2) throw json.Wrong("classes", names.Length);
        if (names.GroupBy(n => n, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice) throw json.Wrong("classes", twice.Key);
        return json.Has("column") ? new(json.Text("column"), ClassNames.Kind(json), names) : new(null, ColumnKind.Text, names);
    }

    /// <summary>A label as the classes spell it: 1.0 is the class 1 where labels are numbers.</summary>
    private string Label(Cells cells, int i) => cells.Category(i, Kind) ?? throw Blank(cells, i);
}

/// <summary>A number: one output, (y − mean) / deviation.</summary>
internal sealed record NumberTarget(string Column, double Mean, double Deviation) : Target(Column, ColumnKind.Number)
{
    internal override LearningTask Task => LearningTask.Regression;

    internal override int Outputs => 1;

    internal override IReadOnlyList<string> Classes => [];

    internal override double Scale => Deviation;

    internal override void AddTo(MadeRows rows, Cells cells, ICollection<Notice>? notices)
    {
        var targets = rows.Targets(cells.Count);
        for (int i = 0; i < targets.Length; i++)
        {
            double value = cells.Number(i);
            if (double.IsNaN(value)) throw Blank(cells, i);
            targets[i] = (float)((value - Mean) / Deviation);
            if (!float.IsFinite(targets[i])) throw cells.Error(i, "FF2359", cells.Column.Name, cells.Shown(i));
        }
    }

    internal override Prediction Decode(ReadOnlySpan<float> outputs) => new(Mean + (outputs[0] * Deviation));

    internal override void Write(Utf8JsonWriter json)
    {
        json.WriteString("column", Column);
        json.WriteNumber("mean", Mean);
        json.WriteNumber("deviation", Deviation);
    }

    internal static NumberTarget Read(StrictJson json)
    {
        json.Only("column", "mean", "deviation");
        double deviation = json.Number("deviation");
        return deviation > 0 ? new(json.Text("column"), json.Number("mean"), deviation) : throw json.Wrong("deviation", deviation);
    }
}
