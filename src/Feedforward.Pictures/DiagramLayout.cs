namespace Feedforward.Pictures;

/// <summary>Where the neurons of a network stand: a column for each layer; of a wide layer only the first ones and the last ones are shown.</summary>
internal sealed class DiagramLayout
{
    private const int Widest = 16, First = 8, Last = 2;
    private const double Top = 26;

    private readonly List<int>[] _shown;
    private readonly double _left, _step, _pitch, _middle;

    /// <param name="network">The network.</param>
    /// <param name="width">Units across.</param>
    /// <param name="radius">Of a neuron; null takes what fits.</param>
    /// <param name="named">Whether neurons have words above and below.</param>
    internal DiagramLayout(Network network, double width, double? radius, bool named)
    {
        _shown = [.. Enumerable.Range(0, network.Layers.Count + 1).Select(column => Visible(column == 0 ? network.Inputs : network.Layers[column - 1].Units))];
        int most = Enumerable.Range(0, _shown.Length).Max(Slots);
        Radius = radius ?? (most <= 4 ? 27 : most <= 6 ? 22 : most <= 9 ? 17 : 11);
        _pitch = (2 * Radius) + (named ? 50 : 8);
        _left = Math.Max(Radius + 20, Math.Min(90, width / _shown.Length / 2));
        _step = (width - (2 * _left)) / (_shown.Length - 1);
        _middle = Top + ((most - 1) * _pitch / 2) + Radius;
        Bottom = Top + (2 * Radius) + ((most - 1) * _pitch) + (named ? 24 : 10);
    }

    internal int Columns => _shown.Length;

    internal double Radius { get; }

    /// <summary>Below all neurons.</summary>
    internal double Bottom { get; }

    internal IReadOnlyList<int> Shown(int column) => _shown[column];

    internal bool IsCollapsed(int column) => _shown[column][^1] >= _shown[column].Count;

    internal double X(int column) => _left + (column * _step);

    internal double Y(NeuronPlace place)
    {
        int slot = _shown[place.Column].IndexOf(place.Row);
        return At(place.Column, IsCollapsed(place.Column) && slot >= First ? slot + 1 : slot);
    }

    /// <summary>The place of the dots that stand for the neurons left out.</summary>
    internal double DotsY(int column) => At(column, First);

    internal IEnumerable<NeuronPlace> Neurons => _shown.SelectMany((rows, column) => rows.Select(row => new NeuronPlace(column, row)));

    internal IEnumerable<WeightPlace> Weights =>
        Enumerable.Range(0, Columns - 1).SelectMany(layer => _shown[layer].SelectMany(from => _shown[layer + 1].Select(to => new WeightPlace(layer, from, to))));

    /// <summary>A place along a weight's line: 0 is its source, 1 its target.</summary>
    internal (double X, double Y) Along(WeightPlace weight, double share)
    {
        double x1 = X(weight.Layer), x2 = X(weight.Layer + 1), y1 = Y(weight.Source), y2 = Y(weight.Target);
        return (x1 + (share * (x2 - x1)), y1 + (share * (y2 - y1)));
    }

    private double At(int column, int slot) => _middle + ((slot - ((Slots(column) - 1) / 2.0)) * _pitch);

    private int Slots(int column) => _shown[column].Count + (IsCollapsed(column) ? 1 : 0);

    private static List<int> Visible(int units) =>
        units <= Widest ? [.. Enumerable.Range(0, units)] : [.. Enumerable.Range(0, First), .. Enumerable.Range(units - Last, Last)];
}
