namespace Feedforward.Pictures;

/// <summary>One point of a curve.</summary>
/// <param name="X">Across.</param>
/// <param name="Y">Up; what is not finite leaves a gap.</param>
public readonly record struct CurvePoint(double X, double Y);

/// <summary>One curve: a colour, a pattern of dashes and a name of its own, so that no colour is needed to tell it.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Points">From left to right.</param>
/// <param name="Index">Which of the eight colours and patterns, from 0.</param>
public sealed record Series(string Name, IReadOnlyList<CurvePoint> Points, int Index)
{
    /// <summary>Values at 0, 1, 2, ….</summary>
    public static Series Of(string name, IEnumerable<double> values, int index) =>
        new(name, [.. values.Select((value, i) => new CurvePoint(i, value))], index);
}

/// <summary>A place on the x axis that is worth a word: the best epoch, the present one.</summary>
/// <param name="X">Where.</param>
/// <param name="Label">What; may be empty.</param>
/// <param name="Class">Its look: <c>now</c>, <c>best</c> or <c>plain</c>.</param>
public sealed record CurveMark(double X, string Label, string Class = "plain");

/// <summary>A stretch of the x axis that is shaded.</summary>
/// <param name="From">Its beginning.</param>
/// <param name="To">Its end.</param>
/// <param name="Label">What it is.</param>
/// <param name="Class">Its look: <c>wait</c> or <c>over</c>.</param>
public sealed record CurveBand(double From, double To, string Label, string Class = "wait");

/// <summary>One bar.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Value">How long.</param>
/// <param name="Class">A look of its own.</param>
public sealed record Bar(string Name, double Value, string Class = "");
