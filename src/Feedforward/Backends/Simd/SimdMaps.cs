using System.Runtime.CompilerServices;

namespace Feedforward.Backends;

internal sealed partial class SimdBackend<TLane, TUnit>
{
    /// <summary>Multiply-adds that a function of one number is worth, for deciding on threads.</summary>
    private const int WorkOfFunction = 16;

    protected override void MapCore(Elementwise function, float parameter, Matrix z, Matrix a)
    {
        var work = new MapWork { Function = function, Parameter = parameter, Z = z, A = a };
        Run(ref work, (long)z.Rows * z.Stride * WorkOfFunction, z.Rows);
    }

    protected override void MapBackwardCore(Elementwise function, float parameter, Matrix z, Matrix a, Matrix delta)
    {
        var work = new MapWork { Function = function, Parameter = parameter, Z = z, A = a, Delta = delta };
        Run(ref work, (long)z.Rows * z.Stride * WorkOfFunction, z.Rows);
    }

    private static Rectangle RowsOf(Matrix matrix, int part, int parts) =>
        new((int)((long)matrix.Rows * part / parts), (int)((long)matrix.Rows * (part + 1) / parts), 0, matrix.Stride);

    private struct MapWork : IWork
    {
        internal Elementwise Function;
        internal float Parameter;
        internal Matrix Z, A, Delta;

        public readonly void Run(int part, int parts)
        {
            if (Delta.Exists) SlopeOn(Function, Parameter, Z, A, Delta, RowsOf(Z, part, parts));
            else MapOn(Function, Parameter, Z, A, RowsOf(Z, part, parts));
        }
    }

    /// <summary>a = f(z) on a rectangle.</summary>
    private static void MapOn(Elementwise function, float parameter, Matrix z, Matrix a, Rectangle on)
    {
        var action = new MapAction { Parameter = parameter, Z = z, A = a, On = on };
        Formulas.Dispatch(function, ref action);
    }

    /// <summary>δ ← δ ⊙ f′ on a rectangle.</summary>
    private static void SlopeOn(Elementwise function, float parameter, Matrix z, Matrix a, Matrix delta, Rectangle on)
    {
        var action = new SlopeAction { Parameter = parameter, Z = z, A = a, Delta = delta, On = on };
        Formulas.Dispatch(function, ref action);
    }

    private struct MapAction : IFormulaAction
    {
        internal float Parameter;
        internal Matrix Z, A;
        internal Rectangle On;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Invoke<TFormula>()
            where TFormula : struct, IElementwiseFormula
        {
            var parameter = TLane.Broadcast(Parameter);
            for (int i = On.FirstRow; i < On.EndRow; i++)
            {
                ref float z = ref Z.At(i, 0);
                ref float a = ref A.At(i, 0);
                for (int j = On.FirstColumn; j < On.EndColumn; j += 16)
                    TLane.Store(TFormula.Value(TLane.Load(in Next(ref z, j)), parameter), ref Next(ref a, j));
                if (On.EndColumn > A.Columns) A.PaddedRow(i)[A.Columns..].Clear();
            }
        }
    }

    private struct SlopeAction : IFormulaAction
    {
        internal float Parameter;
        internal Matrix Z, A, Delta;
        internal Rectangle On;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Invoke<TFormula>()
            where TFormula : struct, IElementwiseFormula
        {
            var parameter = TLane.Broadcast(Parameter);
            for (int i = On.FirstRow; i < On.EndRow; i++)
            {
                ref float z = ref Z.At(i, 0);
                ref float a = ref A.At(i, 0);
                ref float delta = ref Delta.At(i, 0);
                for (int j = On.FirstColumn; j < On.EndColumn; j += 16)
                {
                    var slope = TFormula.Slope(TLane.Load(in Next(ref z, j)), TLane.Load(in Next(ref a, j)), parameter);
                    TLane.Store(TLane.Load(in Next(ref delta, j)) * slope, ref Next(ref delta, j));
                }
            }
        }
    }

    protected override void MultiplyCore(Matrix x, Matrix factor, Matrix result) => MultiplyOn(x, factor, result, RowsOf(x, 0, 1));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyOn(Matrix x, Matrix factor, Matrix result, Rectangle on)
    {
        for (int i = on.FirstRow; i < on.EndRow; i++)
        {
            ref float from = ref x.At(i, 0);
            ref float by = ref factor.At(i, 0);
            ref float to = ref result.At(i, 0);
            for (int j = on.FirstColumn; j < on.EndColumn; j += 16)
                TLane.Store(TLane.Load(in Next(ref from, j)) * TLane.Load(in Next(ref by, j)), ref Next(ref to, j));
        }
    }
}
