using Spectre.Console;
using Spectre.Console.Rendering;

namespace Feedforward.Cli;

/// <summary>
/// A stream as people read it. On a terminal lines are wrapped at its width, which counts Han characters as two cells, and may have colour;
/// elsewhere lines are whole and plain.
/// </summary>
internal sealed class Screen(TextWriter writer, bool isTerminal, Func<int> width, bool colour, bool unicode)
{
    internal const int UsualWidth = 80;

    private const int LabelCells = 9, Whole = 100_000, WidestHelp = 100;

    private IAnsiConsole? _console;
    private bool _live;

    /// <summary>Whether a person looks at it as it comes.</summary>
    internal bool IsTerminal => isTerminal;

    /// <summary>Whether nothing is to be written.</summary>
    internal bool IsQuiet { get; set; }

    /// <summary>A glyph, or what stands for it where the terminal cannot show it.</summary>
    internal string Glyph(string glyph, string plain) => unicode ? glyph : plain;

    /// <summary>A line as it is.</summary>
    internal void Line(string text = "", Style? style = null)
    {
        if (IsQuiet) return;
        ClearLive();
        if (style is null || !isTerminal) writer.WriteLine(text);
        else
        {
            Console.Write(new Text(text, style));
            writer.WriteLine();
        }
    }

    /// <summary>A line that replaces the one before it in the same way; nothing elsewhere than on a terminal.</summary>
    internal void Live(string text)
    {
        if (IsQuiet || !isTerminal) return;
        string first = TextWrap.Lines(text, width() - 1).FirstOrDefault("");
        writer.Write("\r" + first + "\e[K");
        _live = true;
    }

    /// <summary>Takes the live line away.</summary>
    internal void ClearLive()
    {
        if (!_live) return;
        writer.Write("\r\e[K");
        _live = false;
    }

    /// <summary>A label and what belongs to it, wrapped beside it.</summary>
    internal void Labelled(string label, string text, Style? style = null, int indent = LabelCells)
    {
        if (IsQuiet) return;
        ClearLive();
        Styled(TextWrap.Pad(label + " ", indent), style ?? new Style(decoration: Decoration.Bold));
        Hanging(text, indent);
    }

    /// <summary>A text beside what stands at the beginning of its first line, wrapped everywhere: the help.</summary>
    internal void Beside(string first, string text, int indent)
    {
        if (IsQuiet) return;
        ClearLive();
        writer.Write(first);
        Hanging(text, indent, elsewhere: WidestHelp);
    }

    /// <summary>A table or whatever else the library for consoles draws.</summary>
    internal void Write(IRenderable drawing)
    {
        if (IsQuiet) return;
        ClearLive();
        Console.Write(drawing);
    }

    /// <summary>A code in colour, and the rest of its notice; the fix goes below.</summary>
    internal void Notice(string head, Style style, Notice notice, int indent)
    {
        if (IsQuiet) return;
        ClearLive();
        Styled(head, style);
        string place = notice.Place is null ? "" : notice.Place + ": ";
        // A full-width colon brings its space with it.
        string space = head.EndsWith('：') ? "" : " ";
        Hanging($"{space}{place}{notice.Sentence}", indent, taken: TextWrap.Cells(head));
        foreach (string line in (notice.Fix ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            writer.Write(new string(' ', indent));
            Hanging(line, indent);
        }
    }

    private IAnsiConsole Console => _console ??= AnsiConsole.Create(new AnsiConsoleSettings
    {
        Out = new Target(writer, isTerminal, isTerminal ? width() : Whole),
        Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
        ColorSystem = isTerminal && colour ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
        Interactive = InteractionSupport.No,
    });

    private void Styled(string text, Style style)
    {
        if (isTerminal && colour) Console.Write(new Text(text, style));
        else writer.Write(text);
    }

    /// <summary>Goes on after what stands on the line already; further lines begin below it.</summary>
    private void Hanging(string text, int indent, int elsewhere = Whole, int? taken = null)
    {
        int cells = (isTerminal ? width() : elsewhere) - 1, room = Math.Max(20, cells - indent);
        string between = "\n" + new string(' ', indent);
        writer.WriteLine(string.Join(between, TextWrap.Lines(text, room, Math.Max(20, cells - (taken ?? indent)))));
    }

    private sealed class Target(TextWriter writer, bool isTerminal, int width) : IAnsiConsoleOutput
    {
        public TextWriter Writer => writer;

        public bool IsTerminal => isTerminal;

        public int Width => width;

        public int Height => 24;

        public void SetEncoding(System.Text.Encoding encoding)
        {
        }
    }
}
