using BenchmarkDotNet.Attributes;

namespace Feedforward.Micro;

/// <summary>W7: predictions of 784 → 100 → 10, of one row and of many.</summary>
public class Predictions
{
    private const int Inputs = 784, Outputs = 10, Rows = 10_000;

    private readonly Model _model = new(new Network(Inputs, new Dense(100, Activation.Sigmoid), new Dense(Outputs, Activation.Sigmoid)));
    private readonly float[] _row = Numbers.Matrix(1, Inputs, 1).ToArray(), _outputs = new float[Outputs];
    private readonly Dataset _rows = Dataset.From(Numbers.Matrix(Rows, Inputs, 2).ToArray(), Inputs, new int[Rows], Outputs);

    /// <summary>One row.</summary>
    [Benchmark]
    public void One() => _model.Predict(_row, _outputs);

    /// <summary>All at once.</summary>
    [Benchmark]
    public float[] All() => _model.Predict(_rows);
}
