namespace Feedforward.Backends;

internal sealed partial class SimdBackend<TLane, TUnit>
{
    protected override void AffineCore(Matrix a, LaneMatrix weights, Matrix biases, Matrix z) =>
        Forward(new ForwardWork { A = a, Weights = weights, Biases = biases, Z = z });

    protected override void AffineMapCore(Matrix a, LaneMatrix weights, Matrix biases, Elementwise function, float parameter, Matrix z, Matrix result) =>
        Forward(new ForwardWork { A = a, Weights = weights, Biases = biases, Z = z, Function = function, Parameter = parameter, Result = result });

    private void Forward(ForwardWork work)
    {
        work.TileHeight = Strip<TUnit>.TileHeight(work.Z.Rows);
        Run(ref work, (long)work.A.Rows * work.A.Columns * work.Z.Stride, Share.Count(work.Z.Rows, work.TileHeight, work.Z.Stride));
    }

    /// <summary>z = a W + b, and where there is a result, f(z), while the strip is in the cache.</summary>
    private struct ForwardWork : IWork
    {
        internal Matrix A, Biases, Z, Result;
        internal LaneMatrix Weights;
        internal Elementwise Function;
        internal float Parameter;
        internal int TileHeight;

        public readonly void Run(int part, int parts)
        {
            var on = Share.Of(part, parts, Z.Rows, TileHeight, Z.Stride);
            for (int j = on.FirstColumn, width; j < on.EndColumn; j += width)
            {
                width = Strip<TUnit>.Width(on.Rows, on.EndColumn - j);
                var strip = on with { FirstColumn = j, EndColumn = j + width };
                Multiply(strip);
                if (Result.Exists) MapOn(Function, Parameter, Z, Result, strip);
            }
        }

        private readonly void Multiply(Rectangle on)
        {
            var product = new Product(
                in A.At(on.FirstRow, 0), A.Stride, 1, in Weights.At(0, on.FirstColumn), LaneMatrix.LaneWidth, Weights.LaneStep, A.Columns, in Biases.At(0, on.FirstColumn));
            if (A.NonZero is { } terms) product = product.OfTerms(terms);
            Strip<TUnit>.Compute(
                product, ref Z.At(on.FirstRow, on.FirstColumn), new(Z.Stride, LaneMatrix.LaneWidth), on.Rows, on.Columns, default(Put));
        }
    }
}
