using System.Text.Json;

namespace Feedforward;

/// <summary>Labels, of which a row may have any number: one output each, whose value is the probability that the row has it.</summary>
internal sealed record LabelTarget(IReadOnlyList<TargetLabel> Labels)
    : Target([.. Labels.Select(l => new PipelineColumn(l.Column, l.Kind))])
{
    internal override LearningTask Task => LearningTask.MultiLabel;

    internal override int Outputs => Labels.Count;

    internal override Answers Answers(int[]? classes, float[]? numbers) => new(null, numbers, Outputs) { AreLabels = true };

    internal override void AddTo(MadeRows rows, Table table, ICollection<Notice>? notices)
    {
        var targets = rows.Targets(table.Rows);
        for (int k = 0; k < Outputs; k++)
        {
            var cells = CellsOf(table, k);
            for (int i = 0; i < cells.Count; i++) targets[(i * Outputs) + k] = LabelCells.Has(cells, i) ? 1 : 0;
        }
    }

    internal override Prediction Decode(ReadOnlySpan<float> outputs) => Prediction.OfLabels(Labels, outputs);

    internal override void Write(Utf8JsonWriter json)
    {
        json.WriteStartArray("labels");
        foreach (var label in Labels)
        {
            json.WriteStartObject();
            json.WriteString("column", label.Column);
            json.WriteString("kind", ClassNames.Of(label.Kind));
            json.WriteString("no", label.No);
            json.WriteString("yes", label.Yes);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    internal static LabelTarget Read(StrictJson json)
    {
        json.Only("labels");
        TargetLabel[] labels = [.. json.Objects("labels").Select(TargetLabel.Read)];
        return labels.Length > 0 ? new(labels) : throw json.Wrong("labels", 0);
    }
}

/// <summary>A label of its own: a column of 0 and 1, or of two words.</summary>
/// <param name="Column">Its column.</param>
/// <param name="Kind">What the column held in training.</param>
/// <param name="No">How the training rows write that a row does not have it.</param>
/// <param name="Yes">How they write that it has.</param>
internal sealed record TargetLabel(string Column, ColumnKind Kind, string No, string Yes)
{
    internal static TargetLabel Read(StrictJson json)
    {
        json.Only("column", "kind", "no", "yes");
        string no = json.Text("no"), yes = json.Text("yes");
        if (LabelCells.Meaning(no) != false) throw json.Wrong("no", no);
        if (LabelCells.Meaning(yes) != true) throw json.Wrong("yes", yes);
        return new(json.Text("column"), ClassNames.Kind(json), no, yes);
    }
}

/// <summary>Cells that say whether a row has a label: 0 and 1, or the words for no and yes in any case of letters.</summary>
internal static class LabelCells
{
    private static readonly string[] Yes = ["1", "true", "yes", "y", "t", "on"], No = ["0", "false", "no", "n", "f", "off"];

    /// <summary>Whether a row has the label.</summary>
    /// <exception cref="DataException">FF2340: the cell is blank. FF2453: it is neither no nor yes.</exception>
    internal static bool Has(Cells cells, int i)
    {
        string text = cells.Text(i) ?? throw Target.Blank(cells, i);
        return Meaning(text) ?? throw cells.Error(i, "FF2453", cells.Column.Name, cells.Shown(i));
    }

    /// <summary>What a cell's text means, or null.</summary>
    internal static bool? Meaning(string text) =>
        Yes.Contains(text, StringComparer.OrdinalIgnoreCase) ? true : No.Contains(text, StringComparer.OrdinalIgnoreCase) ? false : null;

    /// <summary>The first cell that is neither no nor yes, or −1. A blank one is passed over.</summary>
    internal static int FirstOther(Cells cells)
    {
        for (int i = 0; i < cells.Count; i++)
            if (cells.Text(i) is { } text && Meaning(text) is null) return i;
        return -1;
    }
}
