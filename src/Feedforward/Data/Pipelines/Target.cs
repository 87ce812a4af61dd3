using System.Text.Json;

namespace Feedforward;

/// <summary>What a pipeline's network is to answer, and how its outputs are read. A closed family.</summary>
/// <param name="Columns">The target columns; none where labels are not in a column.</param>
internal abstract record Target(IReadOnlyList<PipelineColumn> Columns)
{
    internal abstract LearningTask Task { get; }

    /// <summary>Outputs of the network K.</summary>
    internal abstract int Outputs { get; }

    /// <summary>The names of the classes in the order of the outputs; empty where there are none.</summary>
    internal virtual IReadOnlyList<string> Classes => [];

    /// <summary>Numbers that a row's targets take; classes take none.</summary>
    internal virtual int Width => Outputs;

    /// <summary>The answers of rows that a pipeline made.</summary>
    internal abstract Answers Answers(int[]? classes, float[]? numbers);

    /// <summary>Adds the targets of a table's rows to those of the rows before them.</summary>
    internal abstract void AddTo(MadeRows rows, Table table, ICollection<Notice>? notices);

    internal abstract Prediction Decode(ReadOnlySpan<float> outputs);

    internal abstract void Write(Utf8JsonWriter json);

    internal static Target Read(LearningTask task, StrictJson json) => task switch
    {
        LearningTask.Classification => ClassTarget.Read(json),
        LearningTask.MultiLabel => LabelTarget.Read(json),
        _ => NumberTarget.Read(json),
    };

    internal static DataException Blank(Cells cells, int i) => cells.Error(i, "FF2340", cells.Column.Name);

    /// <summary>The cells of one target column.</summary>
    private protected Cells CellsOf(Table table, int column) => new(table, table[Columns[column].Name], 0, table.Rows);
}

/// <summary>Classes: one output each.</summary>
internal sealed record ClassTarget(PipelineColumn? Column, IReadOnlyList<string> Names) : Target(Column is null ? [] : [Column])
{
    /// <summary>The index of a class that the training rows did not have.</summary>
    internal const int Unknown = -1;

    private readonly Dictionary<string, int> _places = ClassNames.Index(Names);

    internal override LearningTask Task => LearningTask.Classification;

    internal override int Outputs => Names.Count;

    internal override IReadOnlyList<string> Classes => Names;

    internal override int Width => 0;

    internal override Answers Answers(int[]? classes, float[]? numbers) => new(classes, null, Outputs);

    internal int Index(string name) => _places.TryGetValue(name, out int index) ? index : Unknown;

    internal override void AddTo(MadeRows rows, Table table, ICollection<Notice>? notices)
    {
        var cells = CellsOf(table, 0);
        var classes = rows.Classes(cells.Count);
        Tally unknown = default;
        for (int i = 0; i < classes.Length; i++)
        {
            classes[i] = Index(Label(cells, i));
            if (classes[i] == Unknown) unknown.Add(i);
        }
        unknown.Report(notices, cells, "FF2358");
    }

    internal override Prediction Decode(ReadOnlySpan<float> outputs) => Prediction.OfClass(Names, outputs);

    internal override void Write(Utf8JsonWriter json)
    {
        if (Column is not null)
        {
            json.WriteString("column", Column.Name);
            json.WriteString("kind", ClassNames.Of(Column.Kind));
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
        return new(json.Has("column") ? new PipelineColumn(json.Text("column"), ClassNames.Kind(json)) : null, names);
    }

    /// <summary>A label as the classes spell it: 1.0 is the class 1 where labels are numbers.</summary>
    private string Label(Cells cells, int i) => cells.Category(i, Column!.Kind) ?? throw Blank(cells, i);
}

/// <summary>Numbers: one output each, (y − mean) / deviation.</summary>
internal sealed record NumberTarget(IReadOnlyList<TargetNumber> Numbers)
    : Target([.. Numbers.Select(n => new PipelineColumn(n.Column, ColumnKind.Number))])
{
    internal override LearningTask Task => LearningTask.Regression;

    internal override int Outputs => Numbers.Count;

    internal override Answers Answers(int[]? classes, float[]? numbers) =>
        new(null, numbers, Outputs) { Scales = [.. Numbers.Select(n => n.Deviation)] };

    internal override void AddTo(MadeRows rows, Table table, ICollection<Notice>? notices)
    {
        var targets = rows.Targets(table.Rows);
        for (int k = 0; k < Outputs; k++)
        {
            var (_, mean, deviation) = Numbers[k];
            var cells = CellsOf(table, k);
            for (int i = 0; i < cells.Count; i++)
            {
                double value = cells.Number(i);
                if (double.IsNaN(value)) throw Blank(cells, i);
                float target = (float)((value - mean) / deviation);
                targets[(i * Outputs) + k] = float.IsFinite(target) ? target : throw cells.Error(i, "FF2359", cells.Column.Name, cells.Shown(i));
            }
        }
    }

    internal override Prediction Decode(ReadOnlySpan<float> outputs)
    {
        var values = new (string, double)[Outputs];
        for (int k = 0; k < values.Length; k++)
            values[k] = (Numbers[k].Column, Numbers[k].Mean + (outputs[k] * Numbers[k].Deviation));
        return Prediction.OfNumbers(values);
    }

    /// <summary>One number stands alone, as it did when there was only one; several are a list.</summary>
    internal override void Write(Utf8JsonWriter json)
    {
        if (Numbers.Count == 1)
        {
            Numbers[0].Write(json);
            return;
        }
        json.WriteStartArray("numbers");
        foreach (var number in Numbers)
        {
            json.WriteStartObject();
            number.Write(json);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    internal static NumberTarget Read(StrictJson json)
    {
        if (!json.Has("numbers")) return new([TargetNumber.Read(json)]);
        json.Only("numbers");
        TargetNumber[] numbers = [.. json.Objects("numbers").Select(TargetNumber.Read)];
        return numbers.Length > 1 ? new(numbers) : throw json.Wrong("numbers", numbers.Length);
    }
}

/// <summary>A number to predict.</summary>
/// <param name="Column">Its column.</param>
/// <param name="Mean">The mean of the training rows, which becomes 0.</param>
/// <param name="Deviation">Their standard deviation, which becomes 1.</param>
internal sealed record TargetNumber(string Column, double Mean, double Deviation)
{
    internal void Write(Utf8JsonWriter json)
    {
        json.WriteString("column", Column);
        json.WriteNumber("mean", Mean);
        json.WriteNumber("deviation", Deviation);
    }

    internal static TargetNumber Read(StrictJson json)
    {
        json.Only("column", "mean", "deviation");
        double deviation = json.Number("deviation");
        return deviation > 0 ? new(json.Text("column"), json.Number("mean"), deviation) : throw json.Wrong("deviation", deviation);
    }
}
