using System.Buffers;
using System.Text;

namespace Feedforward.Formats;

/// <summary>Writes cells and rows as RFC 4180 says, with LF at the end of lines.</summary>
internal sealed class CsvWriter(Stream stream) : IDisposable
{
    private static readonly SearchValues<char> Special = SearchValues.Create(",;|\t\"\r\n");

    private readonly StreamWriter _writer = new(stream, new UTF8Encoding(false), 1 << 16, leaveOpen: true) { NewLine = "\n" };

    internal void Write(Table table)
    {
        WriteRow(table.Columns.Select(c => c.Name));
        for (int row = 0; row < table.Rows; row++)
            WriteRow(table.Columns.Select(c => (c.Original ?? c).Show(row)));
    }

    /// <summary>Writes one row; a row of one empty cell gets quotes, since it would else be no row.</summary>
    internal void WriteRow(IEnumerable<string> cells)
    {
        int count = 0;
        bool blank = true;
        foreach (string cell in cells)
        {
            if (count++ > 0)
                _writer.Write(',');
            WriteCell(cell);
            blank &= cell.Length == 0;
        }
        _writer.Write(blank && count == 1 ? "\"\"\n" : "\n");
    }

    public void Dispose() => _writer.Dispose();

    private void WriteCell(string cell)
    {
        bool quote = cell.AsSpan().ContainsAny(Special) || (cell.Length > 0 && (char.IsWhiteSpace(cell[0]) || char.IsWhiteSpace(cell[^1])));
        if (!quote)
            _writer.Write(cell);
        else
        {
            _writer.Write('"');
            _writer.Write(cell.Replace("\"", "\"\"", StringComparison.Ordinal));
            _writer.Write('"');
        }
    }
}
