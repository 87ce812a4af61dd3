using Feedforward.Backends;
using Feedforward.Pictures;

namespace Feedforward.Studio.Learn.Labs;

/// <summary>What each neuron of a network says to each point of a square of the plane. Not for several threads at once.</summary>
public sealed class PlaneMaker
{
    /// <summary>Points along a side of the large picture, and of a neuron's small one.</summary>
    public const int Side = 48, SmallSide = 24;

    private readonly Network _network;
    private readonly PlaneSquare _square;
    private readonly Workspace _workspace;
    private readonly Dictionary<NeuronPlace, string> _images = [];
    private Parameters? _parameters;

    /// <param name="network">A network of two inputs.</param>
    /// <param name="square">Where.</param>
    public PlaneMaker(Network network, PlaneSquare square)
    {
        ArgumentNullException.ThrowIfNull(square);
        (_network, _square, _workspace) = (network, square, new Workspace(network, Side * Side));
        for (int i = 0; i < Side * Side; i++)
        {
            var row = _workspace.Batch.Row(i);
            row[0] = square.X + (square.Half * (((2 * (i % Side)) + 1f) / Side - 1));
            row[1] = square.Y - (square.Half * (((2 * (i / Side)) + 1f) / Side - 1));
        }
    }

    /// <summary>The network's numbers from now on.</summary>
    public void Use(Parameters parameters)
    {
        if (ReferenceEquals(_parameters, parameters)) return;
        _parameters = parameters;
        Backpropagation.Forward(Backend.Default, parameters, _workspace);
        _images.Clear();
    }

    /// <summary>A neuron's answers, row after row from the top.</summary>
    public float[] Of(NeuronPlace neuron)
    {
        var source = neuron.Column == 0 ? _workspace.Batch : _workspace.Outputs(neuron.Column - 1);
        var values = new float[Side * Side];
        for (int i = 0; i < values.Length; i++) values[i] = source[i, neuron.Row];
        return values;
    }

    /// <summary>A neuron's answers as a small image.</summary>
    public string ImageOf(NeuronPlace neuron)
    {
        if (_images.TryGetValue(neuron, out string? image)) return image;
        float[] all = Of(neuron), some = new float[SmallSide * SmallSide];
        const int step = Side / SmallSide;
        for (int i = 0; i < some.Length; i++) some[i] = all[(i / SmallSide * step * Side) + (i % SmallSide * step)];
        var (middle, full) = RangeOf(neuron);
        return _images[neuron] = HeatImage.Of(some, SmallSide, HeatKind.Signed, full, middle);
    }

    /// <summary>The value that is neither blue nor orange, and the distance from it that gets the full colour; null takes the largest.</summary>
    public (double Middle, double? Full) RangeOf(NeuronPlace neuron)
    {
        if (neuron.Column == 0) return (neuron.Row == 0 ? _square.X : _square.Y, _square.Half);
        var activation = _network.Layers[neuron.Column - 1].Activation;
        if (activation == Activation.Sigmoid || activation == Activation.Softmax) return (0.5, 0.5);
        return activation == Activation.Tanh ? (0, 1) : (0, null);
    }
}
