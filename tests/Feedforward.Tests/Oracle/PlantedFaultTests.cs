namespace Feedforward.Tests.Oracle;

/// <summary>
/// Proof that the proofs work: a fault is planted in the product's own source, and the gradient check must fail (or, where the fault is in what
/// cost and gradient share, the comparison with the oracle).
/// </summary>
public class PlantedFaultTests(ITestOutputHelper output)
{
    /// <summary>Name, file, original, replacement, back end.</summary>
    public static TheoryData<string, string, string, string, string> FaultsOfTheGradient { get; } = new()
    {
        { "missing factor ½", "SimdOutput.cs", "TLane.Load(in Next(ref wanted, j))) * share", "TLane.Load(in Next(ref wanted, j))) * (share + share)", "simd" },
        { "transposed weight", "Panel.cs", "HighPairs(abLow, cdLow).StoreUnsafe(ref Unsafe.Add(ref to, Lane));", "HighPairs(abLow, cdLow).StoreUnsafe(ref Unsafe.Add(ref to, 2 * Lane));", "simd" },
        { "transposed weight in the reference", "ReferenceBackend.cs", "FusedMultiplyAdd(delta[i, j], weights[k, j], sum)", "FusedMultiplyAdd(delta[i, j], weights[j, Math.Min(k, weights.Columns - 1)], sum)", "reference" },
        { "dropped bias gradient", "SimdGradient.cs", "if (on.FirstRow == 0) BiasGradient(on);", "", "simd" },
        { "dropped bias in the forward pass", "ReferenceBackend.cs", "float sum = biases[0, j];", "float sum = 0;", "reference" },
        { "sum over rows misses the last one", "ReferenceBackend.cs", "i < Math.Min((block + 1) * RowBlock, rows); i++", "i < Math.Min((block + 1) * RowBlock, rows) - 1; i++", "reference" },
        { "blocks of rows are left out", "SimdGradient.cs", "while (depth > 1) Fold(on, ref c, laneStep, ref levels, --depth);", "", "simd" },
        { "a block does not join the one before it", "SimdGradient.cs", "Block(row, on, ref at, to, default(AddTo))", "Block(row, on, ref at, to, default(Put))", "simd" },
        { "rows of the last tile are left out", "Strip.cs", "if (r < rows) Tile<T>.One<TStore, TTerms>(", "if (r < rows - 1) Tile<T>.One<TStore, TTerms>(", "simd" },
        { "mask forgotten in BP4", "Backpropagation.cs", "b.AffineBackwardParameters(w.Fed(l), ", "b.AffineBackwardParameters(w.Undropped(l), ", "simd" },
        { "mask forgotten in BP2", "Backpropagation.cs", "w.Errors(l), p.Weights(l), w.Mask(l), f.Function", "w.Errors(l), p.Weights(l), null, f.Function", "simd" },
        { "off-by-one mask", "SimdBackward.cs", "if (Mask.Exists) MultiplyOn(Result, Mask, Result, strip);", "if (Mask.Exists) MultiplyOn(Result, Mask, Result, strip with { FirstRow = Math.Min(1, strip.EndRow) });", "simd" },
        { "stale activation", "Backpropagation.cs", "w.Inputs(l - 1), w.Outputs(l - 1), w.Errors(l - 1)", "w.Inputs(0), w.Outputs(0), w.Errors(l - 1)", "simd" },
        { "slope forgotten in BP2", "SimdBackward.cs", "if (A.Exists) SlopeOn(", "if (A.Exists && A.Columns > 16) SlopeOn(", "simd" },
        { "slope forgotten in BP1", "Costs.cs", "is Activation.Pointwise f && !Collapses(f)", "is Activation.Pointwise f && output == Activation.Identity", "simd" },
        { "slope of z instead of a", "FormulasOfOutput.cs", "=> a * (T.Constant(1) - a);", "=> z * (T.Constant(1) - z);", "simd" },
        { "1/Σw forgotten", "SimdOutput.cs", "TLane.Broadcast((float)(rowWeights.At(0, i) / weightSum))", "TLane.Broadcast(rowWeights.At(0, i))", "simd" },
        { "row weight forgotten", "SimdOutput.cs", "TLane.Broadcast((float)(rowWeights.At(0, i) / weightSum))", "TLane.Broadcast((float)(1 / weightSum))", "simd" },
        { "L2 with the wrong sign", "Penalties.cs", "L2Strength * run.DecayFactor, gradient.Run(run)", "-L2Strength * run.DecayFactor, gradient.Run(run)", "simd" },
        { "L2 forgotten", "Penalties.cs", "if (L2Strength == 0) return;", "if (L2Strength >= 0) return;", "simd" },
    };

    /// <summary>What cost and gradient share: both are wrong together, and only another implementation can tell.</summary>
    public static TheoryData<string, string, string, string, string> FaultsOfTheNumbers { get; } = new()
    {
        { "smoothing forgotten", "Dataset.cs", "destination.Fill(smoothing * floor);", "destination.Clear();", "simd" },
        { "smoothing spread over the wrong number", "Batches.cs", "1f / network.Outputs : 0.5f", "0.5f : 1f / network.Outputs", "simd" },
        { "constant of SELU", "FormulasOfOutput.cs", "Scale = 1.0507009873554805", "Scale = 1.0507", "simd" },
        { "row weight counted twice", "Batches.cs", "weights[i] = _data.Weight(rows[i]);", "weights[i] = _data.Weight(rows[i]) * _data.Weight(rows[i]);", "simd" },
    };

    [Theory]
    [InlineData("simd")]
    [InlineData("reference")]
    public void The_source_as_it_is_passes(string backend)
    {
        var (check, oracle, cases) = FaultyProduct.Run("", "", "", backend);
        Assert.Equal((0, 0), (check, oracle));
        Assert.True(cases >= 30);
    }

    [Theory, MemberData(nameof(FaultsOfTheGradient))]
    public void The_gradient_check_catches_a_planted_fault(string name, string file, string original, string replacement, string backend)
    {
        var (check, oracle, cases) = FaultyProduct.Run(file, original, replacement, backend);
        output.WriteLine($"{name}: {check} of {cases} networks fail the gradient check, {oracle} differ from the oracle");
        Assert.True(check > 0, $"{name}: not one of {cases} networks failed");
    }

    [Theory, MemberData(nameof(FaultsOfTheNumbers))]
    public void The_oracle_catches_a_planted_fault(string name, string file, string original, string replacement, string backend)
    {
        var (_, oracle, cases) = FaultyProduct.Run(file, original, replacement, backend);
        output.WriteLine($"{name}: {oracle} of {cases} networks differ from the oracle");
        Assert.True(oracle > 0, $"{name}: not one of {cases} networks differed");
    }
}
