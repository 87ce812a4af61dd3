using Microsoft.AspNetCore.Components;

namespace Feedforward.Pictures;

/// <summary>A picture of a network. All that it shows is given to it; it keeps nothing.</summary>
public partial class NetworkDiagram : ComponentBase
{
    // Near the source the texts of crossing lines are apart.
    private const double Thinnest = 0.8, TextPlace = 0.25;

    private DiagramLayout _layout = default!;
    private double _largest = 1, _thickest;

    /// <summary>The network.</summary>
    [Parameter, EditorRequired] public Network Network { get; set; } = default!;

    /// <summary>Its numbers; null where only the shapes are shown.</summary>
    [Parameter] public Parameters? Parameters { get; set; }

    /// <summary>What the lines show in place of the weights, for example a gradient.</summary>
    [Parameter] public Func<WeightPlace, double>? Weights { get; set; }

    /// <summary>The value that has the widest line; null takes the largest one.</summary>
    [Parameter] public double? LargestWeight { get; set; }

    /// <summary>What fills the neurons, for each column from the inputs on; null for empty discs.</summary>
    [Parameter] public IReadOnlyList<IReadOnlyList<double>>? Activations { get; set; }

    /// <summary>The value that fills a neuron of a column; null takes the largest one, at least 1.</summary>
    [Parameter] public Func<int, double?>? Fullest { get; set; }

    /// <summary>A picture in a neuron, as a data address.</summary>
    [Parameter] public Func<NeuronPlace, string?>? Image { get; set; }

    /// <summary>Whether a neuron is dropped: hollow, and crossed.</summary>
    [Parameter] public Func<NeuronPlace, bool>? IsDropped { get; set; }

    /// <summary>The text in a neuron.</summary>
    [Parameter] public Func<NeuronPlace, string?>? NeuronText { get; set; }

    /// <summary>The text above a neuron.</summary>
    [Parameter] public Func<NeuronPlace, string?>? NeuronName { get; set; }

    /// <summary>The text below a neuron.</summary>
    [Parameter] public Func<NeuronPlace, string?>? NeuronNote { get; set; }

    /// <summary>The text on a weight's line.</summary>
    [Parameter] public Func<WeightPlace, string?>? WeightText { get; set; }

    /// <summary>What a neuron is called for those who do not see it; by default its letter and value.</summary>
    [Parameter] public Func<NeuronPlace, string>? NeuronLabel { get; set; }

    /// <summary>What a weight is called for those who do not see it; by default its letter and value.</summary>
    [Parameter] public Func<WeightPlace, string>? WeightLabel { get; set; }

    /// <summary>Lines of text under each column.</summary>
    [Parameter] public IReadOnlyList<IReadOnlyList<string>>? Strips { get; set; }

    /// <summary>Neurons that are pointed out.</summary>
    [Parameter] public IReadOnlySet<NeuronPlace>? LitNeurons { get; set; }

    /// <summary>Weights that are pointed out.</summary>
    [Parameter] public IReadOnlySet<WeightPlace>? LitWeights { get; set; }

    /// <summary>Neurons and weights that recede.</summary>
    [Parameter] public Func<int, bool>? IsFaint { get; set; }

    /// <summary>The neuron that is looked at.</summary>
    [Parameter] public NeuronPlace? ChosenNeuron { get; set; }

    /// <summary>The weight that is looked at.</summary>
    [Parameter] public WeightPlace? ChosenWeight { get; set; }

    /// <summary>A neuron was chosen.</summary>
    [Parameter] public EventCallback<NeuronPlace> OnNeuron { get; set; }

    /// <summary>A weight was chosen.</summary>
    [Parameter] public EventCallback<WeightPlace> OnWeight { get; set; }

    /// <summary>The pointer or the focus came to a neuron, or left it: null.</summary>
    [Parameter] public EventCallback<NeuronPlace?> OnNeuronPointed { get; set; }

    /// <summary>The pointer or the focus came to a weight, or left it: null.</summary>
    [Parameter] public EventCallback<WeightPlace?> OnWeightPointed { get; set; }

    /// <summary>What the picture is called.</summary>
    [Parameter] public string? Title { get; set; }

    /// <summary>What is to be seen; by default the network's layers.</summary>
    [Parameter] public string? Reading { get; set; }

    /// <summary>The two headers of the table: of the letters, and of the values.</summary>
    [Parameter] public (string Letter, string Value) Headers { get; set; } = ("", "=");

    /// <summary>Whether the numbers stand below.</summary>
    [Parameter] public bool ShowTable { get; set; }

    /// <summary>Units across.</summary>
    [Parameter] public double Width { get; set; } = 640;

    /// <summary>Of a neuron; null takes what fits.</summary>
    [Parameter] public double? Radius { get; set; }

    private bool IsActive => OnNeuron.HasDelegate || OnWeight.HasDelegate;

    private double Tall => _layout.Bottom + (Strips is { Count: > 0 } ? 8 + (16 * Strips.Max(lines => lines.Count)) : 0);

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        _layout = new DiagramLayout(Network, Width, Radius, NeuronName is not null || NeuronNote is not null);
        double largest = HasWeights ? _layout.Weights.Max(w => double.IsFinite(ValueOf(w)) ? Math.Abs(ValueOf(w)) : 0) : 1;
        _thickest = _layout.Weights.CountBy(w => w.Layer).Max(layer => layer.Value) > 60 ? 2.8 : 7;
        _largest = LargestWeight ?? (largest > 0 ? largest : 1);
    }

    private bool HasWeights => Weights is not null || Parameters is not null;

    private double ValueOf(WeightPlace w) => Weights?.Invoke(w) ?? (Parameters is null ? double.NaN : Parameters.Weights(w.Layer)[w.From, w.To]);

    private double? ValueOf(NeuronPlace n) => Activations is not null && n.Column < Activations.Count && n.Row < Activations[n.Column].Count ? Activations[n.Column][n.Row] : null;

    private double Thickness(WeightPlace w)
    {
        double value = Math.Abs(ValueOf(w));
        return double.IsFinite(value) ? Thinnest + (Math.Min(1, value / _largest) * (_thickest - Thinnest)) : Thinnest;
    }

    /// <summary>How full a disc is: half covered at most, so that text on it is read.</summary>
    private double Share(int column, double value)
    {
        double largest = Fullest?.Invoke(column) ?? Math.Max(1, Activations![column].Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(1).Max());
        return double.IsFinite(value) ? 0.5 * Math.Min(1, Math.Abs(value) / largest) : 0;
    }

    private string WeightLook(WeightPlace w) => string.Join(' ', Looks(
        (ValueOf(w) < 0, "minus"), (ValueOf(w) >= 0, "plus"), (HasWeights && ValueOf(w) == 0, "zero"), (LitWeights?.Contains(w) == true, "lit"), (ChosenWeight == w, "chosen"),
        (IsFaint?.Invoke(w.Layer + 1) == true || IsDropped?.Invoke(w.Source) == true || IsDropped?.Invoke(w.Target) == true, "faint")));

    private string NeuronLook(NeuronPlace n) => string.Join(' ', Looks(
        (ValueOf(n) < 0, "minus"), (LitNeurons?.Contains(n) == true, "lit"), (ChosenNeuron == n, "chosen"), (IsDropped?.Invoke(n) == true, "dropped")));

    private static IEnumerable<string> Looks(params IReadOnlyList<(bool Is, string Name)> looks) => looks.Where(look => look.Is).Select(look => look.Name);

    /// <summary>Where the tab key enters: at what is chosen, else at the first neuron.</summary>
    private bool IsEntry(NeuronPlace n) => ChosenWeight is not null ? false : n == (ChosenNeuron ?? new NeuronPlace(0, 0));

    /// <summary>Cells of the keys' grid: neurons, and between them weights where these can be chosen; the row is the height, so that keys go to what is near.</summary>
    private string CellOf(NeuronPlace n) => $"{Whole(n.Column * (OnWeight.HasDelegate ? 2 : 1))},{P(_layout.Y(n))}";

    private string CellOf(WeightPlace w) => $"{Whole((2 * w.Layer) + 1)},{P(_layout.Along(w, TextPlace).Y + (w.To * 0.01))}";

    private string NeuronLabelOf(NeuronPlace n) => NeuronLabel?.Invoke(n) ?? (ValueOf(n) is { } value ? $"{n.Name()} = {Numbers.Value(value)}" : n.Name());

    private string WeightLabelOf(WeightPlace w) => WeightLabel?.Invoke(w) ?? (HasWeights ? $"{w.Name()} = {Numbers.Value(ValueOf(w))}" : w.Name());

    private PictureTable Rows() => new([Headers.Letter, Headers.Value],
    [
        .. _layout.Neurons.Where(n => ValueOf(n) is not null).Select(n => (IReadOnlyList<string>)[n.Name(), Numbers.Value(ValueOf(n)!.Value, 6)]),
        .. _layout.Weights.Where(_ => HasWeights).Select(w => (IReadOnlyList<string>)[w.Name(), Numbers.Value(ValueOf(w), 6)]),
    ]);

    private static string Whole(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static string P(double place) => Numbers.Place(place);
}
