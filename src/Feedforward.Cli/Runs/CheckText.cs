using System.Globalization;
using System.Text.Json;
using Spectre.Console;
using Drawing = Spectre.Console.Table;

namespace Feedforward.Cli;

/// <summary>A report about data, for people and for programs.</summary>
internal static class CheckText
{
    private const int MostColumns = 60, LongestValue = 24, TopShown = 3;

    /// <summary>A line for each finding, and a table of the columns.</summary>
    internal static void Write(DataReport report, string title, Screen screen)
    {
        screen.Labelled(Texts.Get("label.data"), Evidence.Path(title));
        foreach (var finding in report.Findings)
        {
            var (head, style) = Head(finding, screen);
            screen.Notice(head, style, finding.Notice, indent: 4);
        }
        if (report.Columns.Count > 0) screen.Write(Columns(report));
        if (report.Columns.Count > MostColumns) screen.Line(Texts.Get("check.more", report.Columns.Count - MostColumns));
    }

    /// <summary>The report as one object, whose names are the same in every language.</summary>
    internal static void Write(Utf8JsonWriter json, string title, DataReport report)
    {
        json.WriteString("t", "check");
        json.WriteString("data", title);
        json.WriteNumber("rows", report.Rows);
        if (report.Task is { } task) json.WriteString("task", task.ToString().ToLowerInvariant());
        json.WriteNumber("errors", report.Findings.Count(f => f.Severity == Severity.Error));
        json.WriteNumber("warnings", report.Findings.Count(f => f.Severity == Severity.Warning));
        json.WriteStartArray("findings");
        foreach (var finding in report.Findings)
        {
            json.WriteStartObject();
            json.WriteString("severity", finding.Severity.ToString().ToLowerInvariant());
            json.Notice(finding.Notice);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("columns");
        foreach (var column in report.Columns) Write(json, column);
        json.WriteEndArray();
        Counts(json, "classes", report.Classes);
    }

    private static void Write(Utf8JsonWriter json, ColumnSummary column)
    {
        json.WriteStartObject();
        json.WriteString("name", column.Name);
        json.WriteString("type", new ColumnFormat(column.Type).ToString());
        json.WriteString("role", column.Role switch { ColumnRole.LeftOut => "left_out", var role => role.ToString().ToLowerInvariant() });
        json.WriteNumber("blanks", column.Blanks);
        json.WriteNumber("distinct", column.Distinct);
        json.Number("low", column.Low);
        json.Number("median", column.Median);
        json.Number("high", column.High);
        if (column.Top.Count > 0) Counts(json, "top", column.Top);
        json.WriteEndObject();
    }

    private static void Counts(Utf8JsonWriter json, string name, IReadOnlyList<(string Value, int Rows)> counts)
    {
        json.WriteStartArray(name);
        foreach (var (value, rows) in counts)
        {
            json.WriteStartObject();
            json.WriteString("value", value);
            json.WriteNumber("rows", rows);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    /// <summary>The mark, and the code where something is to be looked up.</summary>
    private static (string Head, Style Style) Head(Finding finding, Screen screen) => finding.Severity switch
    {
        Severity.Ok => (screen.Glyph("✔", "+"), new Style(Color.Green)),
        Severity.Info => (screen.Glyph("ℹ", "i"), new Style(Color.Blue)),
        Severity.Warning => ($"{screen.Glyph("⚠", "!")} {finding.Notice.Code}", new Style(Color.Yellow)),
        _ => ($"{screen.Glyph("✘", "x")} {finding.Notice.Code}", new Style(Color.Red)),
    };

    private static Drawing Columns(DataReport report)
    {
        var table = new Drawing { Border = TableBorder.Simple };
        foreach (string key in (string[])["column", "type", "blanks", "distinct", "values"])
            table.AddColumn(new TableColumn(new Text(Texts.Get($"check.{key}"))) { Alignment = key is "blanks" or "distinct" ? Justify.Right : Justify.Left });
        foreach (var column in report.Columns.Take(MostColumns))
        {
            string type = Texts.Get($"type.{column.Type}");
            if (column.Role != ColumnRole.Input) type += " · " + Texts.Get($"role.{column.Role}");
            table.AddRow(new Text(Evidence.Of(column.Name)), new Text(type), new Text(column.Blanks == 0 ? "" : Format.Count(column.Blanks)),
                new Text(Format.Count(column.Distinct)), new Text(Values(column)));
        }
        return table;
    }

    private static string Values(ColumnSummary column) => column.Low is null
        ? string.Join(", ", column.Top.Take(TopShown).Select(t => $"{Evidence.Of(t.Value, LongestValue)} {Format.Count(t.Rows)}")) + (column.Distinct > TopShown ? ", …" : "")
        : string.Create(CultureInfo.InvariantCulture, $"{column.Low:R} … {column.Median:R} … {column.High:R}");
}
