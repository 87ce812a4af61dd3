using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Feedforward.Backends;

internal sealed partial class SimdBackend<TLane, TUnit>
{
    protected override void SoftmaxCore(Matrix z, Matrix a)
    {
        var work = new SoftmaxWork { Z = z, A = a };
        Run(ref work, (long)z.Rows * z.Stride * WorkOfFunction, z.Rows);
    }

    private struct SoftmaxWork : IWork
    {
        internal Matrix Z, A;

        public readonly void Run(int part, int parts)
        {
            var on = RowsOf(Z, part, parts);
            SoftmaxOn(Z, A, on, default, default);
        }
    }

    /// <summary>A softmax of some rows, and where it is asked for, each row's greatest z and the sum of its e^(z − max).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SoftmaxOn(Matrix z, Matrix a, Rectangle on, Span<float> greatest, Span<float> sums)
    {
        for (int i = on.FirstRow; i < on.EndRow; i++)
        {
            ref float to = ref a.At(i, 0);
            float sum = Exponentials(ref z.At(i, 0), z.Columns, z.Stride, ref to, out float max);
            var share = TLane.Broadcast(sum);
            for (int j = 0; j < z.Stride; j += Lane) TLane.Store(TLane.Load(in Next(ref to, j)) / share, ref Next(ref to, j));
            if (greatest.IsEmpty) continue;
            (greatest[i], sums[i]) = (max, sum);
        }
    }

    /// <summary>e^(z − max) of a row, its padding 0; returns their sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Exponentials(ref float z, int columns, int stride, ref float exponentials, out float max)
    {
        var lowest = TLane.Constant(double.NegativeInfinity);
        var greatest = lowest;
        for (int j = 0; j < stride; j += Lane)
            greatest = TLane.Max(TLane.FirstColumns(TLane.Load(in Next(ref z, j)), columns - j, lowest), greatest);
        max = TLane.Greatest(greatest);
        TLane shift = TLane.Broadcast(max), zero = TLane.Constant(0), sum = zero;
        for (int j = 0; j < stride; j += Lane)
        {
            var e = TLane.FirstColumns(TLane.Exp(TLane.Load(in Next(ref z, j)) - shift), columns - j, zero);
            TLane.Store(e, ref Next(ref exponentials, j));
            sum += e;
        }
        return TLane.Sum(sum);
    }

    protected override double CostValueCore(CostFunction cost, Matrix z, Matrix a, Matrix targets, Matrix rowWeights)
    {
        var costs = new RowCosts(z.Rows, z.Stride);
        if (cost == CostFunction.LogLikelihood) Exponentials(z, costs);
        Terms(cost, z, a, targets, costs);
        return costs.Total(cost, rowWeights);
    }

    /// <summary>Each row's greatest z, and the sum of its e^(z − max).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Exponentials(Matrix z, RowCosts costs)
    {
        for (int i = 0; i < z.Rows; i++)
            costs.Sums[i] = Exponentials(ref z.At(i, 0), z.Columns, z.Stride, ref costs.Row[0], out costs.Greatest[i]);
    }

    protected override void CostErrorCore(Matrix a, Matrix targets, Matrix rowWeights, double weightSum, Matrix delta) =>
        ErrorOn(a, targets, rowWeights, weightSum, delta);

    protected override double OutputCore(
        CostFunction cost, Elementwise? function, float parameter, bool collapses, Matrix z, Matrix targets, Matrix rowWeights, double weightSum, Matrix a, Matrix delta)
    {
        var all = RowsOf(z, 0, 1);
        var costs = new RowCosts(z.Rows, z.Stride);
        if (function is { } f) MapOn(f, parameter, z, a, all);
        else SoftmaxOn(z, a, all, costs.Greatest, costs.Sums);
        Terms(cost, z, a, targets, costs);
        ErrorOn(a, targets, rowWeights, weightSum, delta);
        if (function is { } g && !collapses) SlopeOn(g, parameter, z, a, delta, all);
        return costs.Total(cost, rowWeights);
    }

    /// <summary>δ = (a − y)·w/Σw in each row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ErrorOn(Matrix a, Matrix targets, Matrix rowWeights, double weightSum, Matrix delta)
    {
        for (int i = 0; i < a.Rows; i++)
        {
            var share = TLane.Broadcast((float)(rowWeights.At(0, i) / weightSum));
            ref float from = ref a.At(i, 0);
            ref float wanted = ref targets.At(i, 0);
            ref float to = ref delta.At(i, 0);
            for (int j = 0; j < delta.Stride; j += Lane)
                TLane.Store((TLane.Load(in Next(ref from, j)) - TLane.Load(in Next(ref wanted, j))) * share, ref Next(ref to, j));
        }
    }

    /// <summary>The sum of each row's terms: the cost but for the logarithm of the log-likelihood, whose terms are y(z − max).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Terms(CostFunction cost, Matrix z, Matrix a, Matrix targets, RowCosts costs)
    {
        var zero = TLane.Constant(0);
        for (int i = 0; i < z.Rows; i++)
        {
            ref float zs = ref z.At(i, 0);
            ref float outputs = ref a.At(i, 0);
            ref float ys = ref targets.At(i, 0);
            var shift = TLane.Broadcast(costs.Greatest[i]);
            for (int j = 0; j < z.Stride; j += Lane)
            {
                var y = TLane.Load(in Next(ref ys, j));
                var term = cost switch
                {
                    CostFunction.Quadratic => CostFormulas.Quadratic(TLane.Load(in Next(ref outputs, j)), y),
                    CostFunction.CrossEntropy => CostFormulas.CrossEntropy(TLane.Load(in Next(ref zs, j)), y),
                    CostFunction.LogLikelihood => TLane.WhereLess(zero, y, y * (TLane.Load(in Next(ref zs, j)) - shift), zero),
                    _ => throw new UnreachableException(),
                };
                TLane.Store(TLane.FirstColumns(term, z.Columns - j, zero), ref costs.Row[j]);
            }
            costs.Terms[i] = LaneSums.Sum(costs.Row);
        }
    }

    /// <summary>The rows' costs while they are computed, in this thread's scratch memory: logarithms are taken sixteen rows at a time.</summary>
    private readonly ref struct RowCosts
    {
        internal RowCosts(int rows, int stride)
        {
            int padded = FloatBuffer.Padded(rows);
            var memory = Scratch((4 * padded) + stride).Span;
            Sums = memory[..padded];
            Greatest = memory.Slice(padded, padded);
            Terms = System.Runtime.InteropServices.MemoryMarshal.Cast<float, double>(memory.Slice(2 * padded, 2 * padded))[..rows];
            Row = memory.Slice(4 * padded, stride);
        }

        /// <summary>Σ e^(z − max) of each row, for the log-likelihood.</summary>
        internal Span<float> Sums { get; }

        /// <summary>The greatest z of each row, for the log-likelihood.</summary>
        internal Span<float> Greatest { get; }

        /// <summary>The sums of each row's terms.</summary>
        internal Span<double> Terms { get; }

        /// <summary>Memory for one row.</summary>
        internal Span<float> Row { get; }

        /// <summary>Σ wᵢ cᵢ.</summary>
        internal double Total(CostFunction cost, Matrix rowWeights)
        {
            ref float weights = ref rowWeights.At(0, 0);
            if (cost == CostFunction.LogLikelihood)
                for (int i = 0; i < Sums.Length; i += Lane) TLane.Store(TLane.Log(TLane.Load(in Sums[i])), ref Sums[i]);
            for (int i = 0; i < Terms.Length; i++)
                Terms[i] = Next(ref weights, i) * (cost == CostFunction.LogLikelihood ? Sums[i] - Terms[i] : Terms[i]);
            return RowBlocks.Sum(Terms);
        }
    }
}
