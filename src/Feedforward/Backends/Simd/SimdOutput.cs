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
            for (int i = on.FirstRow; i < on.EndRow; i++) SoftmaxRow(Z, A, i, out _, out _);
        }
    }

    /// <summary>One row of a softmax, its greatest z, and the sum of e^(z − max).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SoftmaxRow(Matrix z, Matrix a, int row, out float max, out float sum)
    {
        ref float from = ref z.At(row, 0);
        ref float to = ref a.At(row, 0);
        sum = Exponentials(ref from, z.Columns, z.Stride, ref to, out max);
        var share = TLane.Broadcast(sum);
        for (int j = 0; j < z.Stride; j += 16) TLane.Store(TLane.Load(in Next(ref to, j)) / share, ref Next(ref to, j));
    }

    /// <summary>e^(z − max) of a row, its padding 0; returns their sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Exponentials(ref float z, int columns, int stride, ref float exponentials, out float max)
    {
        var lowest = TLane.Constant(double.NegativeInfinity);
        var greatest = lowest;
        for (int j = 0; j < stride; j += 16)
            greatest = TLane.Max(TLane.FirstColumns(TLane.Load(in Next(ref z, j)), columns - j, lowest), greatest);
        max = TLane.Greatest(greatest);
        TLane shift = TLane.Broadcast(max), zero = TLane.Constant(0), sum = zero;
        for (int j = 0; j < stride; j += 16)
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
        for (int i = 0; i < z.Rows; i++)
        {
            float max = 0;
            if (cost == CostFunction.LogLikelihood)
                costs.Sums[i] = Exponentials(ref z.At(i, 0), z.Columns, z.Stride, ref costs.Row[0], out max);
            costs.Terms[i] = Terms(cost, z, a, targets, i, max, costs.Row);
        }
        return costs.Total(cost, rowWeights);
    }

    protected override void CostErrorCore(Matrix a, Matrix targets, Matrix rowWeights, double weightSum, Matrix delta)
    {
        for (int i = 0; i < a.Rows; i++) ErrorRow(a, targets, delta, i, (float)(rowWeights[0, i] / weightSum));
    }

    protected override double OutputCore(
        CostFunction cost, Elementwise? function, float parameter, bool collapses, Matrix z, Matrix targets, Matrix rowWeights, double weightSum, Matrix a, Matrix delta)
    {
        var all = RowsOf(z, 0, 1);
        var costs = new RowCosts(z.Rows, z.Stride);
        if (function is { } f) MapOn(f, parameter, z, a, all);
        for (int i = 0; i < z.Rows; i++)
        {
            float max = 0;
            if (function is null) SoftmaxRow(z, a, i, out max, out costs.Sums[i]);
            costs.Terms[i] = Terms(cost, z, a, targets, i, max, costs.Row);
            ErrorRow(a, targets, delta, i, (float)(rowWeights[0, i] / weightSum));
        }
        if (function is { } g && !collapses) SlopeOn(g, parameter, z, a, delta, all);
        return costs.Total(cost, rowWeights);
    }

    /// <summary>δ = (a − y)·share in one row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ErrorRow(Matrix a, Matrix targets, Matrix delta, int row, float rowShare)
    {
        var share = TLane.Broadcast(rowShare);
        ref float from = ref a.At(row, 0);
        ref float wanted = ref targets.At(row, 0);
        ref float to = ref delta.At(row, 0);
        for (int j = 0; j < delta.Stride; j += 16)
            TLane.Store((TLane.Load(in Next(ref from, j)) - TLane.Load(in Next(ref wanted, j))) * share, ref Next(ref to, j));
    }

    /// <summary>The sum of a row's terms: the cost but for the logarithm of the log-likelihood, whose terms are y(z − max).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Terms(CostFunction cost, Matrix z, Matrix a, Matrix targets, int row, float max, Span<float> terms)
    {
        ref float zs = ref z.At(row, 0);
        ref float outputs = ref a.At(row, 0);
        ref float ys = ref targets.At(row, 0);
        TLane zero = TLane.Constant(0), shift = TLane.Broadcast(max);
        for (int j = 0; j < terms.Length; j += 16)
        {
            var y = TLane.Load(in Next(ref ys, j));
            var term = cost switch
            {
                CostFunction.Quadratic => CostFormulas.Quadratic(TLane.Load(in Next(ref outputs, j)), y),
                CostFunction.CrossEntropy => CostFormulas.CrossEntropy(TLane.Load(in Next(ref zs, j)), y),
                CostFunction.LogLikelihood => TLane.WhereLess(zero, y, y * (TLane.Load(in Next(ref zs, j)) - shift), zero),
                _ => throw new UnreachableException(),
            };
            TLane.Store(TLane.FirstColumns(term, z.Columns - j, zero), ref terms[j]);
        }
        return LaneSums.Sum(terms);
    }

    /// <summary>The rows' costs while they are computed, in this thread's scratch memory: logarithms are taken sixteen rows at a time.</summary>
    private readonly ref struct RowCosts
    {
        internal RowCosts(int rows, int stride)
        {
            int padded = FloatBuffer.Padded(rows);
            var memory = Scratch((3 * padded) + stride).Span;
            Sums = memory[..padded];
            Terms = System.Runtime.InteropServices.MemoryMarshal.Cast<float, double>(memory.Slice(padded, 2 * padded))[..rows];
            Row = memory.Slice(3 * padded, stride);
        }

        /// <summary>Σ e^(z − max) of each row, for the log-likelihood.</summary>
        internal Span<float> Sums { get; }

        /// <summary>The sums of each row's terms.</summary>
        internal Span<double> Terms { get; }

        /// <summary>Memory for one row.</summary>
        internal Span<float> Row { get; }

        /// <summary>Σ wᵢ cᵢ.</summary>
        internal double Total(CostFunction cost, Matrix rowWeights)
        {
            ref float weights = ref rowWeights.At(0, 0);
            if (cost == CostFunction.LogLikelihood)
                for (int i = 0; i < Sums.Length; i += 16) TLane.Store(TLane.Log(TLane.Load(in Sums[i])), ref Sums[i]);
            for (int i = 0; i < Terms.Length; i++)
                Terms[i] = Next(ref weights, i) * (cost == CostFunction.LogLikelihood ? Sums[i] - Terms[i] : Terms[i]);
            return RowBlocks.Sum(Terms);
        }
    }
}
