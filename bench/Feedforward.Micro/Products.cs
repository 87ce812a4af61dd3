using BenchmarkDotNet.Attributes;
using Feedforward.Backends;

namespace Feedforward.Micro;

/// <summary>The products of a layer, in the shapes of the workloads (see docs/benchmarks): batch N, inputs D, units K.</summary>
public class Products
{
    private static readonly UpdateRule Step = new(UpdateKind.Descent, 1e-30f);

    private Matrix _a, _biases, _z, _outputs, _delta, _back, _biasGradient;
    private LaneMatrix _weights, _gradient;
    private UpdatedBlock _weightBlock, _biasBlock;
    private Backend _backend = Backend.Default;

    /// <summary>Layers of W1 to W6.</summary>
    public static IEnumerable<LayerShape> Shapes =>
    [
        new("W1", 10, 784, 30), new("W2", 10, 784, 100), new("W3", 64, 784, 128), new("W3", 64, 128, 64),
        new("W4", 128, 784, 1024), new("W4", 128, 1024, 1024), new("W5", 32, 64, 64), new("W6", 16, 4, 10),
    ];

    /// <summary>The layer that is measured.</summary>
    [ParamsSource(nameof(Shapes))]
    public LayerShape Layer { get; set; } = new("", 1, 1, 1);

    /// <summary>0 = one for each processor.</summary>
    [Params(1, 0)]
    public int Threads { get; set; }

    /// <summary>Fills the matrices.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var (_, rows, inputs, units) = Layer;
        _backend = Backend.Create("simd", Threads);
        _a = Numbers.Matrix(rows, inputs, 1);
        _weights = Numbers.Lanes(inputs, units, 2, 0.1f);
        _biases = Numbers.Matrix(1, units, 3, 0.1f);
        _delta = Numbers.Matrix(rows, units, 4, 0.1f);
        (_z, _outputs, _back, _biasGradient) = (new Matrix(rows, units), new Matrix(rows, units), new Matrix(rows, inputs), new Matrix(1, units));
        _gradient = new LaneMatrix(inputs, units);
        (_weightBlock, _biasBlock) = (new(_weights, default, default), new(new LaneMatrix(1, units), default, default));
    }

    /// <summary>z = a W + b.</summary>
    [Benchmark]
    public void Affine() => _backend.Affine(_a, _weights, _biases, _z);

    /// <summary>z = a W + b and σ(z).</summary>
    [Benchmark]
    public void AffineMap() => _backend.AffineMap(_a, _weights, _biases, Elementwise.Sigmoid, 0, _z, _outputs);

    /// <summary>BP2: δ Wᵀ.</summary>
    [Benchmark]
    public void AffineBackwardInput() => _backend.AffineBackwardInput(_delta, _weights, _back);

    /// <summary>BP3 and BP4: Σ rows of δ, aᵀ δ.</summary>
    [Benchmark]
    public void AffineBackwardParameters() => _backend.AffineBackwardParameters(_a, _delta, _gradient, _biasGradient);

    /// <summary>BP3, BP4 and a step of plain descent, too small to change a weight.</summary>
    [Benchmark]
    public void AffineBackwardUpdate() => _backend.AffineBackwardUpdate(_a, _delta, Step, Step, _weightBlock, _biasBlock);
}

/// <summary>A layer and its batch.</summary>
/// <param name="Workload">Where it stands.</param>
/// <param name="Rows">N.</param>
/// <param name="Inputs">D.</param>
/// <param name="Units">K.</param>
public sealed record LayerShape(string Workload, int Rows, int Inputs, int Units)
{
    /// <summary>For example <c>W1 10×784×30</c>.</summary>
    public override string ToString() => $"{Workload} {Rows}×{Inputs}×{Units}";
}
