namespace Feedforward;

/// <summary>Statistics of some finite numbers, in double and by plain arithmetic in the order of the rows, so that they are the same everywhere.</summary>
internal sealed class NumberStatistics
{
    /// <summary>So many times a part of the numbers is divided before it is sorted instead, which bounds the work.</summary>
    private const int MostDivisions = 64;

    private readonly double[] _values;

    /// <summary>Takes over the numbers, whose order will change.</summary>
    internal NumberStatistics(double[] values)
    {
        _values = values;
        double low = values[0], high = values[0];
        foreach (double value in values) (low, high) = (value < low ? value : low, value > high ? value : high);
        (Low, High) = (low + 0.0, high + 0.0);
        Range = High - Low;
        // Shares of the range neither overflow nor underflow when squared.
        double sum = 0, squares = 0;
        foreach (double value in values) sum += (value - Low) / Range;
        double mean = sum / values.Length;
        foreach (double value in values)
        {
            double share = ((value - Low) / Range) - mean;
            squares += share * share;
        }
        (Mean, Deviation) = (Low + (mean * Range), Math.Sqrt(squares / values.Length) * Range);
    }

    internal double Low { get; }

    internal double High { get; }

    internal double Range { get; }

    internal double Mean { get; }

    /// <summary>√(Σ(x − mean)² / n).</summary>
    internal double Deviation { get; }

    /// <summary>Whether the numbers do not differ, or differ by less than a deviation can express.</summary>
    internal bool IsConstant => !(Deviation > 0);

    internal double Median => Quantile(0.5);

    /// <summary>Upper quartile − lower quartile.</summary>
    internal double QuartileRange => Quantile(0.75) - Quantile(0.25);

    /// <summary>The number at (n − 1)·share of the sorted ones, linearly between neighbours.</summary>
    private double Quantile(double share)
    {
        double place = (_values.Length - 1) * share;
        int below = (int)place;
        Select(_values, below);
        double step = 0;
        if (below + 1 < _values.Length)
        {
            double next = _values[below + 1];
            foreach (double value in _values.AsSpan(below + 1)) next = value < next ? value : next;
            step = next - _values[below];
        }
        return _values[below] + 0.0 + ((place - below) * step);
    }

    /// <summary>Puts the number at a place that would be there were all sorted; before it no number is greater, after it none is less (Hoare 1961).</summary>
    private static void Select(Span<double> numbers, int place)
    {
        for (int divisions = 0; numbers.Length > 1; divisions++)
        {
            if (divisions == MostDivisions)
            {
                numbers.Sort();
                return;
            }
            double pivot = Middle(numbers[0], numbers[numbers.Length / 2], numbers[^1]);
            int left = 0, right = numbers.Length - 1;
            while (left <= right)
            {
                while (numbers[left] < pivot) left++;
                while (numbers[right] > pivot) right--;
                if (left <= right)
                {
                    (numbers[left], numbers[right]) = (numbers[right], numbers[left]);
                    left++;
                    right--;
                }
            }
            if (place > right && place < left)
                return;
            if (place <= right)
            {
                numbers = numbers[..(right + 1)];
            }
            else
            {
                numbers = numbers[left..];
                place -= left;
            }
        }
    }

    private static double Middle(double a, double b, double c) => Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));
}
