using System.Runtime.InteropServices;
using Feedforward.Backends;

namespace Feedforward.Tests.Kernels;

/// <summary>
/// Every edge of every tile: all numbers of rows, lanes and terms around the kernels' own, in both forms that factors have, with each store, flush with
/// either guard page, against plain loops of <see cref="Scalar.FusedMultiplyAdd"/>.
/// </summary>
public sealed class TilesBetweenGuardsTests
{
    private const int Lane = LaneMatrix.LaneWidth, MostRows = 17, MostLanes = 5, MostTerms = 35;
    private const float Rate = 0.3f, Penalty = 0.07f;

    private static readonly float[] A = Draw(1, MostRows * MostTerms), B = Draw(2, MostTerms * MostLanes * Lane), Init = Draw(3, MostLanes * Lane), Before = Draw(4, MostRows * MostLanes * Lane);

    /// <summary>Sums of products from <see cref="Init"/> on, from +0 on, and of listed terms only: [terms][row, column].</summary>
    private static readonly float[][] OfAll = Sums(Init, _ => true), OfTen = Sums(new float[Init.Length], _ => true), OfListed = Sums(Init, IsListed);

    private static readonly NonZeroColumns[] Lists = [.. Enumerable.Range(0, MostTerms + 1).Select(List)];

    [Fact]
    public void With_512_bits() => AllShapes<Lane512>();

    [Fact]
    public void With_256_bits() => AllShapes<Lane256>();

    [Fact]
    public void With_128_bits() => AllShapes<Pair<Register128>>();

    [Fact]
    public void Transposed_panels()
    {
        Assert.SkipUnless(GuardedFloats.IsSupported, "Pages cannot be protected here.");
        using GuardedFloats weights = new(40 * 3 * Lane), panel = new(3 * Lane * Lane);
        foreach (var flush in Enum.GetValues<Flush>())
            for (int rows = 1; rows <= 40; rows++)
                for (int columns = 1; columns <= 3 * Lane; columns++)
                    for (int first = 0; first < rows; first += Lane)
                    {
                        weights.Spoil();
                        panel.Spoil();
                        var matrix = weights.Lanes(rows, columns, flush);
                        matrix.Set(B.AsSpan(0, rows * columns));
                        Panel.Transpose(matrix, first, ref panel.Floats(columns * Lane, flush)[0]);
                        int place = panel.Place(columns * Lane, flush);
                        Assert.Equal(panel.Length - (columns * Lane), panel.Bits.Count(GuardedFloats.Poison));
                        for (int j = 0; j < columns; j++)
                            for (int i = 0; i < Lane; i++)
                                if (panel.All[place + (j * Lane) + i] != (first + i < rows ? B[((first + i) * columns) + j] : 0))
                                    Assert.Fail($"[{j},{i}] of rows {first} … of [{rows}×{columns}], {flush}");
                    }
    }

    /// <summary>Where the factors and the sums lie: as a layer's activations, panel and outputs, or as a gradient's activations, errors and weights.</summary>
    private enum Form
    {
        Forward,
        Gradient,
    }

    private static void AllShapes<TUnit>()
        where TUnit : struct, IVectorLane<TUnit>
    {
        Assert.SkipUnless(GuardedFloats.IsSupported, "Pages cannot be protected here.");
        using var memory = new Memory();
        foreach (var form in Enum.GetValues<Form>())
            foreach (var flush in Enum.GetValues<Flush>())
                for (int terms = 1; terms <= MostTerms; terms++)
                    for (int rows = 1; rows <= MostRows; rows++)
                        for (int lanes = 1; lanes <= MostLanes; lanes++)
                        {
                            var shape = new Shape(form, flush, rows, lanes * Lane, terms);
                            memory.Lay(shape);
                            Check<TUnit, Put>(memory, shape, default, (sum, _) => sum);
                            Check<TUnit, AddTo>(memory, shape, default, (sum, c) => c + sum);
                            Check<TUnit, Descend>(memory, shape, new(Rate), (sum, c) => Scalar.FusedMultiplyAdd(-Rate, sum, c));
                            Check<TUnit, DescendDecayed>(
                                memory, shape, new(Rate, Penalty), (sum, c) => Scalar.FusedMultiplyAdd(-Rate, Scalar.FusedMultiplyAdd(Penalty, c, sum), c));
                        }
    }

    /// <summary>The ways in which a strip is computed.</summary>
    private enum Sum
    {
        OfAll,
        OfTen,
        OfListed,
    }

    /// <summary>Terms next to each other and alone, left out at the beginning and at the end.</summary>
    private static bool IsListed(int term) => term % 5 is 1 or 2 or 4;

    private static void Check<TUnit, TStore>(Memory memory, Shape shape, TStore store, Func<float, float, float> expected)
        where TUnit : struct, IVectorLane<TUnit>
        where TStore : struct, ITileStore
    {
        Compare(Sum.OfAll, OfAll);
        Compare(Sum.OfListed, OfListed);
        if (Strip<TUnit>.HasKernelForTerms(shape.Terms)) Compare(Sum.OfTen, OfTen);

        void Compare(Sum sum, float[][] sums)
        {
            // A store that does not read what was there finds poison there.
            memory.LaySums(shape, keeps: store is not Put);
            for (int column = 0, width; column < shape.Columns; column += width)
            {
                width = sum == Sum.OfTen ? Strip<TUnit>.WidthOfTenTerms(shape.Columns - column) : Strip<TUnit>.Width(shape.Rows, shape.Columns - column);
                var product = memory.Product(shape, column);
                if (sum == Sum.OfListed) product = product.OfTerms(Lists[shape.Terms]);
                ref float c = ref memory.Sum(shape, column);
                if (sum == Sum.OfTen) Strip<TUnit>.ComputeTenTerms(product, ref c, shape.Target, shape.Rows, width, store);
                else Strip<TUnit>.Compute(product, ref c, shape.Target, shape.Rows, width, store);
            }
            memory.Expect(shape, sums[shape.Terms], expected, $"{typeof(TUnit).Name} {typeof(TStore).Name} {sum} {shape}");
        }
    }

    /// <summary>One product.</summary>
    private sealed record Shape(Form Form, Flush Flush, int Rows, int Columns, int Terms)
    {
        internal int PlaceOfA(int row, int term) => Form == Form.Forward ? (row * Terms) + term : (term * Rows) + row;

        internal int PlaceOfB(int term, int column) =>
            Form == Form.Forward ? (column / Lane * Terms * Lane) + (term * Lane) + (column % Lane) : (term * Columns) + column;

        internal int PlaceOfSum(int row, int column) =>
            Form == Form.Forward ? (row * Columns) + column : (column / Lane * Rows * Lane) + (row * Lane) + (column % Lane);

        internal Feedforward.Backends.Target Target => Form == Form.Forward ? new(Columns, Lane) : new(Lane, Rows * Lane);
    }

    /// <summary>Guarded memory for the factors, for what sums start from, and for the sums.</summary>
    private sealed class Memory : IDisposable
    {
        private readonly GuardedFloats _a = new(A.Length), _b = new(B.Length), _init = new(Init.Length), _sums = new(Before.Length);
        private readonly int[] _expected;

        internal Memory() => _expected = new int[_sums.Length];

        internal void Lay(Shape shape)
        {
            _a.Spoil();
            _b.Spoil();
            _init.Spoil();
            var a = _a.Floats(shape.Rows * shape.Terms, shape.Flush);
            var b = _b.Floats(shape.Terms * shape.Columns, shape.Flush);
            for (int t = 0; t < shape.Terms; t++)
            {
                for (int i = 0; i < shape.Rows; i++) a[shape.PlaceOfA(i, t)] = A[(i * MostTerms) + t];
                for (int j = 0; j < shape.Columns; j += Lane) B.AsSpan((t * MostLanes * Lane) + j, Lane).CopyTo(b[shape.PlaceOfB(t, j)..]);
            }
            Init.AsSpan(0, shape.Columns).CopyTo(_init.Floats(shape.Columns, shape.Flush));
        }

        internal void LaySums(Shape shape, bool keeps)
        {
            _sums.Spoil();
            if (!keeps) return;
            var sums = _sums.Floats(shape.Rows * shape.Columns, shape.Flush);
            for (int i = 0; i < shape.Rows; i++)
                for (int j = 0; j < shape.Columns; j += Lane) Before.AsSpan((i * MostLanes * Lane) + j, Lane).CopyTo(sums[shape.PlaceOfSum(i, j)..]);
        }

        internal Product Product(Shape shape, int column)
        {
            ref float a = ref _a.Floats(shape.Rows * shape.Terms, shape.Flush)[0];
            ref float b = ref _b.Floats(shape.Terms * shape.Columns, shape.Flush)[shape.PlaceOfB(0, column)];
            ref float init = ref _init.Floats(shape.Columns, shape.Flush)[column];
            return shape.Form == Form.Forward
                ? new(in a, shape.Terms, 1, in b, Lane, shape.Terms * Lane, shape.Terms, in init)
                : new(in a, 1, shape.Rows, in b, shape.Columns, Lane, shape.Terms, in init);
        }

        internal ref float Sum(Shape shape, int column) => ref _sums.Floats(shape.Rows * shape.Columns, shape.Flush)[shape.PlaceOfSum(0, column)];

        internal void Expect(Shape shape, float[] sums, Func<float, float, float> store, string told)
        {
            Array.Fill(_expected, GuardedFloats.Poison);
            int first = _sums.Place(shape.Rows * shape.Columns, shape.Flush);
            for (int i = 0; i < shape.Rows; i++)
                for (int j = 0; j < shape.Columns; j++)
                {
                    int at = (i * MostLanes * Lane) + j;
                    _expected[first + shape.PlaceOfSum(i, j)] = BitConverter.SingleToInt32Bits(store(sums[at], Before[at]));
                }
            int wrong = _sums.Bits.CommonPrefixLength(_expected);
            if (wrong < _expected.Length)
                Assert.Fail($"{told}: float {wrong - first} is {BitConverter.Int32BitsToSingle(_expected[wrong]):R}, found {_sums.All[wrong]:R}");
        }

        public void Dispose()
        {
            foreach (var memory in new[] { _a, _b, _init, _sums }) memory.Dispose();
        }
    }

    private static float[][] Sums(float[] init, Func<int, bool> has)
    {
        float[] sums = [.. Enumerable.Range(0, MostRows).SelectMany(_ => init)];
        float[][] all = [sums];
        for (int t = 0; t < MostTerms; t++)
        {
            int term = t;
            if (has(t))
                sums = [.. sums.Select((sum, at) => Scalar.FusedMultiplyAdd(A[(at / init.Length * MostTerms) + term], B[(term * init.Length) + (at % init.Length)], sum))];
            all = [.. all, sums];
        }
        return all;
    }

    /// <summary>The list of the first so many terms that are listed.</summary>
    private static NonZeroColumns List(int terms)
    {
        var batch = new Matrix(1, terms);
        for (int t = 0; t < terms; t++) batch[0, t] = IsListed(t) ? 1 : 0;
        var list = new NonZeroColumns(terms);
        list.Find(batch);
        return list;
    }

    private static float[] Draw(int layer, int count)
    {
        var random = new RandomStream(13, Purpose.GradientCheck, layer);
        return [.. Enumerable.Range(0, count).Select(i => (float)random.Normal(i))];
    }
}
