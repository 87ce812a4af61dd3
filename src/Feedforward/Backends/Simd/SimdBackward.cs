namespace Feedforward.Backends;

internal sealed partial class SimdBackend<TLane, TUnit>
{
    protected override void AffineBackwardInputCore(Matrix delta, LaneMatrix weights, Matrix result) =>
        Backward(new BackwardWork { Delta = delta, Weights = weights, Result = result });

    protected override void AffineBackwardInputMapCore(
        Matrix delta, LaneMatrix weights, Matrix mask, Elementwise function, float parameter, Matrix z, Matrix a, Matrix result) =>
        Backward(new BackwardWork { Delta = delta, Weights = weights, Result = result, Mask = mask, Function = function, Parameter = parameter, Z = z, A = a });

    private void Backward(BackwardWork work) => Run(
        ref work, (long)work.Delta.Rows * work.Delta.Columns * work.Result.Stride, Share.Count(work.Result.Rows, work.Result.Rows, work.Result.Stride));

    /// <summary>
    /// δ Wᵀ runs along the inputs, so each strip of inputs has its rows of W transposed first; then the mask, and the slope, while the strip is in the cache.
    /// </summary>
    private struct BackwardWork : IWork
    {
        internal Matrix Delta, Result, Mask, Z, A;
        internal LaneMatrix Weights;
        internal Elementwise Function;
        internal float Parameter;

        public readonly void Run(int part, int parts)
        {
            var on = Share.Of(part, parts, Result.Rows, Result.Rows, Result.Stride);
            for (int j = on.FirstColumn, width; j < on.EndColumn; j += width)
            {
                width = Strip<TUnit>.Width(on.Rows, on.EndColumn - j);
                var strip = on with { FirstColumn = j, EndColumn = j + width };
                Multiply(strip);
                if (Mask.Exists) MultiplyOn(Result, Mask, Result, strip);
                if (A.Exists) SlopeOn(Function, Parameter, Z, A, Result, strip);
            }
        }

        private readonly void Multiply(Rectangle on)
        {
            ref float panel = ref Scratch(Weights.Columns * on.Columns).At(0);
            nint lane = Weights.Columns * LaneMatrix.LaneWidth;
            for (int j = 0; j < on.Columns; j += LaneMatrix.LaneWidth)
                Panel.Transpose(Weights, on.FirstColumn + j, ref Next(ref panel, j / LaneMatrix.LaneWidth * lane));
            var product = new Product(
                in Delta.At(on.FirstRow, 0), Delta.Stride, 1, in panel, LaneMatrix.LaneWidth, lane, Weights.Columns, in Strip<TUnit>.Zeros);
            Strip<TUnit>.Compute(
                product, ref Result.At(on.FirstRow, on.FirstColumn), new(Result.Stride, LaneMatrix.LaneWidth), on.Rows, on.Columns, default(Put));
        }
    }
}
