using System.Numerics;
using System.Runtime.CompilerServices;

namespace Feedforward.Backends;

internal sealed partial class SimdBackend<TLane, TUnit>
{
    protected override void AffineBackwardParametersCore(Matrix a, Matrix delta, LaneMatrix weights, Matrix biases) =>
        Gradient(new GradientWork { A = a, Delta = delta, Weights = new(weights, default, default), Biases = new(AsLanes(biases), default, default) });

    protected override void AffineBackwardUpdateCore(
        Matrix a, Matrix delta, in UpdateRule weightRule, in UpdateRule biasRule, in UpdatedBlock weights, in UpdatedBlock biases) =>
        Gradient(new GradientWork { A = a, Delta = delta, Weights = weights, Biases = biases, Updates = true, WeightRule = weightRule, BiasRule = biasRule });

    private void Gradient(GradientWork work)
    {
        work.TileHeight = Strip<TUnit>.TileHeight(work.A.Columns);
        work.Meanwhile = _team.IdleWork;
        Run(ref work, (long)work.A.Rows * work.A.Columns * work.Delta.Stride, Share.Count(work.A.Columns, work.TileHeight, work.Delta.Stride));
    }

    /// <summary>
    /// aᵀ δ, and either the gradient is kept or the rule follows it at once, chunk by chunk, so that it never leaves the first-level cache.
    /// Plain descent on one block of rows needs no memory for the gradient at all.
    /// </summary>
    private struct GradientWork : IWork
    {
        /// <summary>Rows of the gradient that are computed before the rule is applied to them: with a strip's columns a quarter of the first-level cache.</summary>
        private const int ChunkRows = 40;

        /// <summary>The same where there is one block of batch rows, and so one level of partial sums, or none.</summary>
        private const int OneBlockChunkRows = 80;

        internal Matrix A, Delta;
        internal UpdatedBlock Weights, Biases;
        internal bool Updates;
        internal UpdateRule WeightRule, BiasRule;
        internal int TileHeight;
        internal IIdleWork? Meanwhile;

        public readonly void Run(int part, int parts)
        {
            bool direct = A.Rows <= RowBlock && (!Updates || WeightRule is { Kind: UpdateKind.Descent, Threshold: 0 });
            bool ten = Strip<TUnit>.HasKernelForTerms(A.Rows);
            int height = A.Rows <= RowBlock ? OneBlockChunkRows : ChunkRows;
            var on = Share.Of(part, parts, A.Columns, TileHeight, Delta.Stride);
            for (int j = on.FirstColumn, width; j < on.EndColumn; j += width)
            {
                width = ten ? Strip<TUnit>.WidthOfTenTerms(on.EndColumn - j) : Strip<TUnit>.Width(Math.Max(on.Rows, height), on.EndColumn - j);
                for (int k = on.FirstRow; k < on.EndRow; k += height)
                {
                    var chunk = new Rectangle(k, Math.Min(k + height, on.EndRow), j, j + width);
                    if (direct) Direct(chunk);
                    else Chunk(chunk);
                    Meanwhile?.Touch();
                }
            }
            if (on.FirstRow == 0) BiasGradient(on);
        }

        /// <summary>One block of batch rows, straight to its place. Inputs that are zero in the whole batch have no gradient, and plain descent leaves their weights alone.</summary>
        private readonly void Direct(Rectangle on)
        {
            if (Updates && WeightRule.L2 == 0 && A.NonZero is { } inUse)
            {
                for (var (k, end) = inUse.NextStretch(on.FirstRow, on.EndRow); k < on.EndRow; (k, end) = inUse.NextStretch(end, on.EndRow))
                    DirectRows(on with { FirstRow = k, EndRow = end });
                return;
            }
            DirectRows(on);
        }

        private readonly void DirectRows(Rectangle on)
        {
            ref float w = ref Weights.Parameters.At(on.FirstRow, on.FirstColumn);
            var to = new Target(Lane, Weights.Parameters.LaneStep);
            if (!Updates) Block(0, on, ref w, to, default(Put));
            else if (WeightRule.L2 == 0) Block(0, on, ref w, to, new Descend(WeightRule.LearningRate));
            else Block(0, on, ref w, to, new DescendDecayed(WeightRule.LearningRate, WeightRule.L2));
        }

        private readonly void Chunk(Rectangle on)
        {
            int blocks = (A.Rows + RowBlock - 1) / RowBlock, size = on.Rows * on.Columns, lane = on.Rows * Lane;
            var scratch = Scratch(size * (BitOperations.Log2((uint)blocks) + 2));
            if (!Updates)
            {
                Tree(on, ref Weights.Parameters.At(on.FirstRow, on.FirstColumn), Weights.Parameters.LaneStep, ref scratch.At(0));
                return;
            }
            var live = on;
            if (A.NonZero is { } inUse)
            {
                (int first, int end) = inUse.Within(on.FirstRow, on.EndRow);
                live = on with { FirstRow = first, EndRow = end };
                if (live.Rows < on.Rows) scratch.Span[..size].Clear();
            }
            if (live.Rows > 0) Tree(live, ref scratch.At((live.FirstRow - on.FirstRow) * Lane), lane, ref scratch.At(size));
            var update = new UpdateAction { Rule = WeightRule, Gradient = scratch, Block = Weights, On = on };
            UpdateFormulas.Dispatch(WeightRule.Kind, ref update);
        }

        /// <summary>Blocks of rows combined as <see cref="Backend.RowBlock"/> says: level 0 of the stack of partial sums lies at c, the others at <paramref name="levels"/>.</summary>
        private readonly void Tree(Rectangle on, ref float c, int laneStep, ref float levels)
        {
            int depth = 0, blocks = 0, size = on.Rows * on.Columns;
            for (int row = 0; row < A.Rows; row += RowBlock)
            {
                bool joins = (blocks++ & 1) == 1;
                int level = joins ? depth - 1 : depth++;
                ref float at = ref level == 0 ? ref c : ref Next(ref levels, (level - 1) * size);
                var to = new Target(Lane, level == 0 ? laneStep : on.Rows * Lane);
                if (joins) Block(row, on, ref at, to, default(AddTo));
                else Block(row, on, ref at, to, default(Put));
                for (int n = blocks >> 1; joins && (n & 1) == 0; n >>= 1) Fold(on, ref c, laneStep, ref levels, --depth);
            }
            while (depth > 1) Fold(on, ref c, laneStep, ref levels, --depth);
        }

        /// <summary>The partial sums of a level join those of the level below.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static void Fold(Rectangle on, ref float c, int laneStep, ref float levels, int level)
        {
            int lane = on.Rows * Lane, size = on.Rows * on.Columns;
            ref float right = ref Next(ref levels, (level - 1) * size);
            ref float left = ref level == 1 ? ref c : ref Next(ref levels, (level - 2) * size);
            for (int j = 0; j < on.Columns; j += Lane)
            {
                for (int i = 0; i < lane; i += Lane)
                    TLane.Store(TLane.Load(in Next(ref left, i)) + TLane.Load(in Next(ref right, i)), ref Next(ref left, i));
                left = ref Next(ref left, level == 1 ? laneStep : lane);
                right = ref Next(ref right, lane);
            }
        }

        /// <summary>The sums over one block of batch rows.</summary>
        private readonly void Block<TStore>(int row, Rectangle on, ref float c, Target to, TStore store)
            where TStore : struct, ITileStore
        {
            int terms = Math.Min(RowBlock, A.Rows - row);
            var product = new Product(
                in A.At(row, on.FirstRow), 1, A.Stride, in Delta.At(row, on.FirstColumn), Delta.Stride, Lane, terms, in Strip<TUnit>.Zeros);
            if (Strip<TUnit>.HasKernelForTerms(A.Rows)) Strip<TUnit>.ComputeTenTerms(product, ref c, to, on.Rows, on.Columns, store);
            else Strip<TUnit>.Compute(product, ref c, to, on.Rows, on.Columns, store);
        }

        private readonly void BiasGradient(Rectangle on)
        {
            var sums = Scratch(on.Columns);
            SumRows(Delta, on.FirstColumn, on.Columns, sums);
            if (Updates)
            {
                var update = new UpdateAction { Rule = BiasRule, Gradient = sums, Block = Biases, On = on with { FirstRow = 0, EndRow = 1 } };
                UpdateFormulas.Dispatch(BiasRule.Kind, ref update);
            }
            else
            {
                sums.Span[..on.Columns].CopyTo(Biases.Parameters.Flat.Span[on.FirstColumn..]);
            }
        }
    }

    /// <summary>Σ over the rows of some columns, in blocks and as a tree, sixteen columns after the other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SumRows(Matrix matrix, int first, int columns, FloatBuffer sums)
    {
        const int levels = 28;
        Span<float> partial = stackalloc float[16 * levels];
        for (int j = 0; j < columns; j += 16)
        {
            int depth = 0, blocks = 0;
            for (int row = 0; row < matrix.Rows; row += RowBlock)
            {
                var sum = TLane.Constant(0);
                int end = Math.Min(row + RowBlock, matrix.Rows);
                for (int i = row; i < end; i++) sum += TLane.Load(in matrix.At(i, first + j));
                TLane.Store(sum, ref partial[16 * depth++]);
                for (int n = ++blocks; (n & 1) == 0; n >>= 1, depth--) Join(partial, depth);
            }
            for (; depth > 1; depth--) Join(partial, depth);
            TLane.Store(TLane.Load(in partial[0]), ref sums.At(j));
        }

        static void Join(Span<float> partial, int depth)
        {
            ref float left = ref partial[16 * (depth - 2)];
            TLane.Store(TLane.Load(in left) + TLane.Load(in Next(ref left, 16)), ref left);
        }
    }
}
