using BenchmarkDotNet.Attributes;
using Feedforward.Backends;

namespace Feedforward.Micro;

/// <summary>An activation on a batch of W4's width.</summary>
public class Maps
{
    private readonly Matrix _z = Numbers.Matrix(128, 1024, 1, 4), _a = new(128, 1024);
    private readonly Backend _backend = Backend.Default;

    /// <summary>Which.</summary>
    [ParamsAllValues]
    public Elementwise Function { get; set; }

    /// <summary>a = f(z).</summary>
    [Benchmark]
    public void Map() => _backend.Map(Function, 1, _z, _a);
}

/// <summary>The output of W3 and W4: ten classes.</summary>
public class Outputs
{
    private const int Classes = 10;

    private readonly Backend _backend = Backend.Default;
    private Matrix _z, _a, _targets, _rowWeights;

    /// <summary>Rows of the batch.</summary>
    [Params(10, 128)]
    public int Rows { get; set; }

    /// <summary>Fills the matrices.</summary>
    [GlobalSetup]
    public void Setup()
    {
        (_z, _a, _targets, _rowWeights) = (Numbers.Matrix(Rows, Classes, 1, 4), new Matrix(Rows, Classes), new Matrix(Rows, Classes), new Matrix(1, Rows));
        for (int i = 0; i < Rows; i++) (_targets[i, i % Classes], _rowWeights[0, i]) = (1, 1);
        _backend.Softmax(_z, _a);
    }

    /// <summary>a = softmax(z).</summary>
    [Benchmark]
    public void Softmax() => _backend.Softmax(_z, _a);

    /// <summary>Σ of the log-likelihood costs.</summary>
    [Benchmark]
    public double LogLikelihood() => _backend.CostValue(CostFunction.LogLikelihood, _z, _a, _targets, _rowWeights);

    /// <summary>Σ of the cross-entropy costs.</summary>
    [Benchmark]
    public double CrossEntropy() => _backend.CostValue(CostFunction.CrossEntropy, _z, _a, _targets, _rowWeights);

    /// <summary>Σ of the quadratic costs.</summary>
    [Benchmark]
    public double Quadratic() => _backend.CostValue(CostFunction.Quadratic, _z, _a, _targets, _rowWeights);
}

/// <summary>A step of each optimiser on as many parameters as W3 and as W4 have.</summary>
public class Updates
{
    private readonly Backend _backend = Backend.Default;
    private Matrix _gradient, _first, _second, _parameters;

    /// <summary>Which.</summary>
    [ParamsAllValues]
    public UpdateKind Kind { get; set; }

    /// <summary>How many.</summary>
    [Params(109_386, 2_913_290)]
    public int Count { get; set; }

    /// <summary>Fills the vectors.</summary>
    [GlobalSetup]
    public void Setup() => (_gradient, _first, _second, _parameters) =
        (Numbers.Matrix(1, Count, 1, 1e-3f), new Matrix(1, Count), new Matrix(1, Count), Numbers.Matrix(1, Count, 2, 0.1f));

    /// <summary>One step; the rate is so small that many of them lead nowhere.</summary>
    [Benchmark]
    public void Update() => _backend.Update(new UpdateRule(Kind, 1e-9f, 0.9f, 0.999f, 1e-8f, 0.1f, 0.001f), _gradient, _first, _second, _parameters);
}
