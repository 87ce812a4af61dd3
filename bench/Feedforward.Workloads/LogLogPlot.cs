using System.Globalization;
using System.Text;

namespace Feedforward.Workloads;

/// <summary>One plot: points of positive numbers, joined, with a dashed line through the last of them along which y is proportional to x.</summary>
internal sealed record LogLogPanel(string Title, string X, string Y, IReadOnlyList<(double X, double Y)> Points);

/// <summary>Draws panels side by side on logarithmic axes as an SVG picture that can be read on a light and on a dark page.</summary>
internal static class LogLogPlot
{
    private const int Width = 460, Height = 360, Left = 70, Right = 20, Top = 40, Bottom = 55;

    // Blue and vermilion of Okabe and Ito's palette, which colour-blind people tell apart, and lighter ones of it on a dark page. The grey can be read on both,
    // for programs that do not ask which page it is.
    private const string Style = """
        text { font: 12px sans-serif; fill: #6e7681 } .title { font-size: 13px } .grid { stroke: #8884 } .frame { stroke: #888; fill: none }
        .line { stroke: #0072b2; stroke-width: 2; fill: none } .point { fill: #0072b2 }
        .straight { stroke: #d55e00; stroke-width: 1.5; stroke-dasharray: 6 4 } .straight-text { fill: #d55e00 }
        @media (prefers-color-scheme: dark) {
          text { fill: #ccc } .line { stroke: #56b4e9 } .point { fill: #56b4e9 } .straight { stroke: #e69f00 } .straight-text { fill: #e69f00 }
        }
        """;

    internal static string Draw(IReadOnlyList<LogLogPanel> panels)
    {
        var svg = new StringBuilder();
        svg.AppendLine(CultureInfo.InvariantCulture, $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width * panels.Count} {Height}" width="{Width * panels.Count}" height="{Height}" role="img">""");
        svg.AppendLine(CultureInfo.InvariantCulture, $"<title>{string.Join("; ", panels.Select(p => $"{p.Y} against {p.X}"))}</title>");
        svg.AppendLine(CultureInfo.InvariantCulture, $"<style>{Style}</style>");
        for (int i = 0; i < panels.Count; i++)
        {
            svg.AppendLine(CultureInfo.InvariantCulture, $"""<g transform="translate({i * Width} 0)">""");
            new Panel(panels[i], svg).Draw();
            svg.AppendLine("</g>");
        }
        return svg.AppendLine("</svg>").ToString();
    }

    private sealed class Panel
    {
        private readonly LogLogPanel _panel;
        private readonly StringBuilder _svg;
        private readonly int _x0, _x1, _y0, _y1;

        internal Panel(LogLogPanel panel, StringBuilder svg)
        {
            (_panel, _svg) = (panel, svg);
            (_x0, _x1) = Decades(panel.Points.Select(p => p.X));
            (_y0, _y1) = Decades(panel.Points.Select(p => p.Y));
        }

        internal void Draw()
        {
            Text(Left, Top - 15, "start", _panel.Title, "title");
            for (int e = _x0; e <= _x1; e++)
            {
                double x = X(Math.Pow(10, e));
                Line(x, Top, x, Height - Bottom, "grid");
                Text(x, Height - Bottom + 18, "middle", Power(e));
            }
            for (int e = _y0; e <= _y1; e++)
            {
                double y = Y(Math.Pow(10, e));
                Line(Left, y, Width - Right, y, "grid");
                Text(Left - 8, y + 4, "end", Power(e));
            }
            _svg.AppendLine(CultureInfo.InvariantCulture, $"""<rect class="frame" x="{Left}" y="{Top}" width="{Width - Left - Right}" height="{Height - Top - Bottom}"/>""");
            Text((Left + Width - Right) / 2.0, Height - 15, "middle", _panel.X);
            _svg.AppendLine(CultureInfo.InvariantCulture, $"""<text transform="translate(18 {(Top + Height - Bottom) / 2}) rotate(-90)" text-anchor="middle">{_panel.Y}</text>""");
            DrawProportion();
            _svg.AppendLine(CultureInfo.InvariantCulture, $"""<polyline class="line" points="{string.Join(' ', _panel.Points.Select(p => string.Create(CultureInfo.InvariantCulture, $"{X(p.X):0.0},{Y(p.Y):0.0}")))}"/>""");
            foreach (var (x, y) in _panel.Points) _svg.AppendLine(CultureInfo.InvariantCulture, $"""<circle class="point" cx="{X(x):0.0}" cy="{Y(y):0.0}" r="3.5"/>""");
        }

        private void DrawProportion()
        {
            var (x, y) = _panel.Points[^1];
            double first = Math.Max(Math.Pow(10, _x0), x * Math.Pow(10, _y0) / y);
            Line(X(first), Y(y * first / x), X(x), Y(y), "straight");
            Text(Width - Right - 10, Height - Bottom - 12, "end", $"dashed: proportional to {_panel.X}", "straight-text");
        }

        private double X(double x) => Left + ((Math.Log10(x) - _x0) / (_x1 - _x0) * (Width - Left - Right));

        private double Y(double y) => Height - Bottom - ((Math.Log10(y) - _y0) / (_y1 - _y0) * (Height - Top - Bottom));

        private void Line(double x1, double y1, double x2, double y2, string style) =>
            _svg.AppendLine(CultureInfo.InvariantCulture, $"""<line class="{style}" x1="{x1:0.0}" y1="{y1:0.0}" x2="{x2:0.0}" y2="{y2:0.0}"/>""");

        private void Text(double x, double y, string anchor, string text, string style = "label") =>
            _svg.AppendLine(CultureInfo.InvariantCulture, $"""<text class="{style}" x="{x:0.0}" y="{y:0.0}" text-anchor="{anchor}">{text}</text>""");

        private static (int First, int Last) Decades(IEnumerable<double> values)
        {
            double[] logs = [.. values.Select(Math.Log10)];
            return ((int)Math.Floor(logs.Min() + 0.05), (int)Math.Ceiling(logs.Max() - 0.05));
        }

        private static string Power(int exponent) => "10" + string.Concat(exponent.ToString(CultureInfo.InvariantCulture).Select(c => c == '-' ? '⁻' : "⁰¹²³⁴⁵⁶⁷⁸⁹"[c - '0']));
    }
}
