using Feedforward.Pictures;
using Feedforward.Studio.Sessions;

namespace Feedforward.Studio.Learn.Labs;

/// <summary>A network at one moment, read by the places of its picture, for one row of a batch.</summary>
/// <param name="Setup">The training.</param>
/// <param name="Frame">The engine's numbers.</param>
/// <param name="Next">The network's numbers after one more step; null where that step fails.</param>
/// <param name="NextCost">The batch's cost after it.</param>
/// <param name="Row">The row, from 0.</param>
public sealed record NetworkMoment(LaneSetup Setup, Frame Frame, Parameters? Next, double NextCost, int Row)
{
    public Network Network => Setup.Network;

    public int Rows => Frame.Inputs.Rows;

    /// <summary>The column of the outputs.</summary>
    public int Last => Network.Layers.Count;

    public double A(NeuronPlace n, int? row = null) => n.Column == 0 ? Frame.Inputs[row ?? Row, n.Row] : Frame.Layers[n.Column - 1].A[row ?? Row, n.Row];

    public double Z(NeuronPlace n) => Frame.Layers[n.Column - 1].Z[Row, n.Row];

    public double Delta(NeuronPlace n, int? row = null) => Frame.Layers[n.Column - 1].Delta[row ?? Row, n.Row];

    public double Target(NeuronPlace n) => Frame.Targets[Row, n.Row];

    public double Weight(WeightPlace w) => Frame.Layers[w.Layer].Weights[w.From, w.To];

    public double Bias(NeuronPlace n) => Frame.Layers[n.Column - 1].Biases[0, n.Row];

    public double Gradient(WeightPlace w) => Frame.Layers[w.Layer].WeightGradient[w.From, w.To];

    public double BiasGradient(NeuronPlace n) => Frame.Layers[n.Column - 1].BiasGradient[0, n.Row];

    public double NextWeight(WeightPlace w) => Next?.Weights(w.Layer)[w.From, w.To] ?? double.NaN;

    public double NextBias(NeuronPlace n) => Next?.Biases(n.Column - 1)[0, n.Row] ?? double.NaN;

    /// <summary>f′(z), by the library.</summary>
    public double Slope(NeuronPlace n, int? row = null) => Activation(n.Column).Slope(Frame.Layers[n.Column - 1].Z[row ?? Row, n.Row]);

    public Activation Activation(int column) => Network.Layers[column - 1].Activation;

    /// <summary>Whether the slope of the output is cancelled, so that δ = a − y.</summary>
    public bool Cancels => Setup.Cost != Cost.Quadratic;

    public int Units(int column) => column == 0 ? Network.Inputs : Network.Layers[column - 1].Units;

    public IEnumerable<NeuronPlace> Neurons(int column) => Enumerable.Range(0, Units(column)).Select(row => new NeuronPlace(column, row));

    public IEnumerable<WeightPlace> Weights(int layer) =>
        Enumerable.Range(0, Units(layer)).SelectMany(from => Enumerable.Range(0, Units(layer + 1)).Select(to => new WeightPlace(layer, from, to)));

    /// <summary>The letter of an activation: σ, or its name.</summary>
    public string Letter(int column) => Activation(column) == Feedforward.Activation.Sigmoid ? "σ" : Activation(column).Name;
}
