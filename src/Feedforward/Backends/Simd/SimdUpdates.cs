using System.Runtime.CompilerServices;

namespace Feedforward.Backends;

internal sealed partial class SimdBackend<TLane, TUnit>
{
    /// <summary>Multiply-adds that one parameter's update is worth, for deciding on threads.</summary>
    private const int WorkOfUpdate = 8;

    protected override void UpdateCore(in UpdateRule rule, Matrix gradient, Matrix first, Matrix second, Matrix parameters)
    {
        var work = new UpdateWork { Rule = rule, Gradient = gradient, Block = new(AsLanes(parameters), AsLanes(first), AsLanes(second)) };
        Run(ref work, (long)parameters.Stride * WorkOfUpdate, parameters.Stride / Lane);
    }

    private struct UpdateWork : IWork
    {
        internal UpdateRule Rule;
        internal Matrix Gradient;
        internal UpdatedBlock Block;

        public readonly void Run(int part, int parts)
        {
            var on = Share.Of(part, parts, 1, 1, Gradient.Stride);
            var update = new UpdateAction { Rule = Rule, Gradient = Gradient.Buffer, Place = Gradient.Place(0, on.FirstColumn), Block = Block, On = on };
            UpdateFormulas.Dispatch(Rule.Kind, ref update);
        }
    }

    /// <summary>One step of a rule on a rectangle of parameters, whose gradient lies lane by lane in a buffer from a place on.</summary>
    private struct UpdateAction : IUpdateAction
    {
        internal UpdateRule Rule;
        internal FloatBuffer Gradient;
        internal int Place;
        internal UpdatedBlock Block;
        internal Rectangle On;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Invoke<TFormula>()
            where TFormula : struct, IUpdateFormula
        {
            var numbers = new UpdateNumbers<TLane>(Rule);
            // The lanes of a single row are one stretch.
            int width = On.Rows == 1 ? On.Columns : Lane, length = On.Rows * width;
            ref float g = ref Gradient.At(Place);
            for (int column = On.FirstColumn; column < On.EndColumn; column += width, g = ref Next(ref g, length))
            {
                ref float w = ref Block.Parameters.At(On.FirstRow, column);
                ref float m = ref TFormula.UsesFirst ? ref Block.First.At(On.FirstRow, column) : ref w;
                ref float s = ref TFormula.UsesSecond ? ref Block.Second.At(On.FirstRow, column) : ref w;
                for (int i = 0; i < length; i += Lane)
                {
                    TLane mi = TFormula.UsesFirst ? TLane.Load(in Next(ref m, i)) : default, si = TFormula.UsesSecond ? TLane.Load(in Next(ref s, i)) : default;
                    var wi = TLane.Load(in Next(ref w, i));
                    UpdateFormulas.Step<TFormula, TLane>(numbers, TLane.Load(in Next(ref g, i)), ref mi, ref si, ref wi);
                    TLane.Store(wi, ref Next(ref w, i));
                    if (TFormula.UsesFirst) TLane.Store(mi, ref Next(ref m, i));
                    if (TFormula.UsesSecond) TLane.Store(si, ref Next(ref s, i));
                }
            }
        }
    }

    protected override void AddScaledCore(Matrix x, float alpha, Matrix y)
    {
        var factor = TLane.Broadcast(alpha);
        Span<float> from = x.Span, to = y.Span;
        for (int i = 0; i < to.Length; i += 16) TLane.Store(TLane.Fma(factor, TLane.Load(in from[i]), TLane.Load(in to[i])), ref to[i]);
    }

    protected override void ScaleCore(float alpha, Matrix x)
    {
        var factor = TLane.Broadcast(alpha);
        var span = x.Span;
        for (int i = 0; i < span.Length; i += 16) TLane.Store(TLane.Load(in span[i]) * factor, ref span[i]);
    }

    protected override double DotCore(Matrix x, Matrix y) => LaneSums.Dot(x.Span, y.Span);

    protected override void MaxNormCore(float limit, LaneMatrix weights)
    {
        var work = new MaxNormWork { Limit = limit, Weights = weights };
        Run(ref work, 2L * weights.Rows * weights.PaddedColumns, weights.PaddedColumns / Lane);
    }

    private struct MaxNormWork : IWork
    {
        internal float Limit;
        internal LaneMatrix Weights;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(int part, int parts)
        {
            var greatest = TLane.Broadcast(Limit);
            var on = Share.Of(part, parts, 1, 1, Weights.PaddedColumns);
            for (int column = on.FirstColumn; column < on.EndColumn; column += Lane)
            {
                ref float w = ref Weights.At(0, column);
                var squares = TLane.Constant(0);
                for (int i = 0; i < Weights.LaneStep; i += Lane)
                {
                    var wi = TLane.Load(in Next(ref w, i));
                    squares = TLane.Fma(wi, wi, squares);
                }
                var factor = UpdateFormulas.MaxNormFactor(squares, greatest);
                for (int i = 0; i < Weights.LaneStep; i += Lane) TLane.Store(TLane.Load(in Next(ref w, i)) * factor, ref Next(ref w, i));
            }
        }
    }
}
