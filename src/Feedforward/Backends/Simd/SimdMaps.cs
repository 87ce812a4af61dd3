using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Feedforward.Backends;

internal sealed partial class SimdBackend<TLane>
{
    /// <summary>Multiply-adds that an activation of one number is worth, for deciding on threads.</summary>
    private const int WorkOfFunction = 16;

    private static ref float At(Span<float> row, int j) => ref Unsafe.Add(ref MemoryMarshal.GetReference(row), j);

    protected override void MapCore(Elementwise function, float parameter, Matrix z, Matrix a) =>
        Share((long)z.Rows * z.Stride * WorkOfFunction, z.Rows, (first, end) =>
        {
            var action = new MapAction { Parameter = parameter, Z = z, A = a, First = first, End = end };
            Formulas.Dispatch(function, ref action);
        });

    protected override void MapBackwardCore(Elementwise function, float parameter, Matrix z, Matrix a, Matrix delta) =>
        Share((long)z.Rows * z.Stride * WorkOfFunction, z.Rows, (first, end) =>
        {
            var action = new SlopeAction { Parameter = parameter, Z = z, A = a, Delta = delta, First = first, End = end };
            Formulas.Dispatch(function, ref action);
        });

    private struct MapAction : IFormulaAction
    {
        internal float Parameter;
        internal Matrix Z, A;
        internal int First, End;

        public readonly void Invoke<TFormula>()
            where TFormula : struct, IElementwiseFormula
        {
            var parameter = TLane.Broadcast(Parameter);
            for (int i = First; i < End; i++)
            {
                Span<float> z = Z.PaddedRow(i), a = A.PaddedRow(i);
                for (int j = 0; j < z.Length; j += 16) TLane.Store(TFormula.Value(TLane.Load(in At(z, j)), parameter), ref At(a, j));
                a[A.Columns..].Clear();
            }
        }
    }

    private struct SlopeAction : IFormulaAction
    {
        internal float Parameter;
        internal Matrix Z, A, Delta;
        internal int First, End;

        public readonly void Invoke<TFormula>()
            where TFormula : struct, IElementwiseFormula
        {
            var parameter = TLane.Broadcast(Parameter);
            for (int i = First; i < End; i++)
            {
                Span<float> z = Z.PaddedRow(i), a = A.PaddedRow(i), delta = Delta.PaddedRow(i);
                for (int j = 0; j < z.Length; j += 16)
                {
                    var slope = TFormula.Slope(TLane.Load(in At(z, j)), TLane.Load(in At(a, j)), parameter);
                    TLane.Store(TLane.Load(in At(delta, j)) * slope, ref At(delta, j));
                }
            }
        }
    }

    protected override void SoftmaxCore(Matrix z, Matrix a) =>
        Share((long)z.Rows * z.Stride * WorkOfFunction, z.Rows, (first, end) =>
        {
            for (int i = first; i < end; i++) SoftmaxRow(z.PaddedRow(i), z.Columns, a.PaddedRow(i));
        });

    private static void SoftmaxRow(Span<float> z, int columns, Span<float> a)
    {
        var sum = TLane.Broadcast(Exponentials(z, columns, a, out _));
        for (int j = 0; j < a.Length; j += 16) TLane.Store(TLane.Load(in At(a, j)) / sum, ref At(a, j));
        a[columns..].Clear();
    }

    /// <summary>e^(z − max) of a row, its padding 0; returns their sum.</summary>
    private static float Exponentials(Span<float> z, int columns, Span<float> exponentials, out float max)
    {
        var lowest = TLane.Broadcast(float.NegativeInfinity);
        var greatest = lowest;
        for (int j = 0; j < z.Length; j += 16)
            greatest = TLane.Max(TLane.FirstColumns(TLane.Load(in At(z, j)), columns - j, lowest), greatest);
        max = TLane.Greatest(greatest);
        var (shift, sum, zero) = (TLane.Broadcast(max), TLane.Constant(0), TLane.Constant(0));
        for (int j = 0; j < z.Length; j += 16)
        {
            var e = TLane.FirstColumns(TLane.Exp(TLane.Load(in At(z, j)) - shift), columns - j, zero);
            TLane.Store(e, ref At(exponentials, j));
            sum += e;
        }
        return TLane.Sum(sum);
    }

    protected override void MultiplyCore(Matrix x, Matrix factor, Matrix result)
    {
        Span<float> from = x.Span, by = factor.Span, to = result.Span;
        for (int i = 0; i < to.Length; i += 16) TLane.Store(TLane.Load(in At(from, i)) * TLane.Load(in At(by, i)), ref At(to, i));
    }

    protected override double CostValueCore(CostFunction cost, Matrix z, Matrix a, Matrix targets, Matrix rowWeights)
    {
        var terms = Scratch(z.Stride);
        return RowBlocks.Sum(z.Rows, i => rowWeights[0, i] * RowCost(cost, z.PaddedRow(i), a.PaddedRow(i), targets.PaddedRow(i), z.Columns, terms.Span[..z.Stride]));
    }

    private static double RowCost(CostFunction cost, Span<float> z, Span<float> a, Span<float> y, int columns, Span<float> terms)
    {
        float sum = 0, max = 0;
        if (cost == CostFunction.LogLikelihood) sum = Exponentials(z, columns, terms, out max);
        var (zero, shift) = (TLane.Constant(0), TLane.Broadcast(max));
        for (int j = 0; j < z.Length; j += 16)
        {
            TLane zj = TLane.Load(in At(z, j)), yj = TLane.Load(in At(y, j));
            TLane.Store(
                cost switch
                {
                    CostFunction.Quadratic => CostFormulas.Quadratic(TLane.Load(in At(a, j)), yj),
                    CostFunction.CrossEntropy => CostFormulas.CrossEntropy(zj, yj),
                    CostFunction.LogLikelihood => TLane.WhereLess(zero, yj, yj * (zj - shift), zero),
                    _ => throw new UnreachableException(),
                },
                ref At(terms, j));
        }
        double total = LaneSums.Sum(terms[..columns]);
        return cost == CostFunction.LogLikelihood ? Functions.Log(new Scalar(sum)).Value - total : total;
    }

    protected override void CostErrorCore(Matrix a, Matrix targets, Matrix rowWeights, double weightSum, Matrix delta)
    {
        for (int i = 0; i < a.Rows; i++)
        {
            Span<float> from = a.PaddedRow(i), wanted = targets.PaddedRow(i), to = delta.PaddedRow(i);
            var share = TLane.Broadcast((float)(rowWeights[0, i] / weightSum));
            for (int j = 0; j < to.Length; j += 16)
                TLane.Store((TLane.Load(in At(from, j)) - TLane.Load(in At(wanted, j))) * share, ref At(to, j));
        }
    }
}
