using System.Runtime.InteropServices;
using Feedforward.Backends;

namespace Feedforward.Tests.Kernels;

/// <summary>
/// The matrices of one operation, always the same numbers, and what became of its results: once on plain memory for the law, once between guard pages for
/// a back end. Results are NaN before the operation, their padding 0.
/// </summary>
internal abstract class Arguments
{
    private static readonly float[] Numbers = Draw();
    private readonly List<Matrix> _results = [];
    private int _drawn;

    /// <summary>Whether all results have the bits of the others, their padding too.</summary>
    internal bool HasResultsOf(Arguments other) => _results.Count == other._results.Count && _results.Count > 0
        && _results.Zip(other._results).All(pair => MemoryMarshal.AsBytes(pair.First.Span).SequenceEqual(MemoryMarshal.AsBytes(pair.Second.Span)));

    internal Matrix Given(int rows, int columns, bool positive = false) => Fill(Lay(rows, columns), positive);

    internal LaneMatrix GivenLanes(int rows, int columns, bool positive = false) => Fill(LayLanes(rows, columns), positive);

    /// <summary>A matrix that the operation reads and changes.</summary>
    internal Matrix Changed(int rows, int columns, bool positive = false) => Keep(Given(rows, columns, positive));

    /// <inheritdoc cref="Changed"/>
    internal LaneMatrix ChangedLanes(int rows, int columns, bool positive = false) => Keep(GivenLanes(rows, columns, positive));

    internal Matrix Wanted(int rows, int columns)
    {
        var matrix = Lay(rows, columns);
        for (int i = 0; i < rows; i++) matrix.Row(i).Fill(float.NaN);
        return Keep(matrix);
    }

    internal LaneMatrix WantedLanes(int rows, int columns)
    {
        var matrix = LayLanes(rows, columns);
        for (int i = 0; i < rows; i++)
            for (int j = 0; j < columns; j++) matrix[i, j] = float.NaN;
        return Keep(matrix);
    }

    /// <summary>A number that the operation returned.</summary>
    internal void Returned(double number)
    {
        var matrix = new Matrix(1, 2);
        MemoryMarshal.Cast<float, double>(matrix.Span)[0] = number;
        _results.Add(matrix);
    }

    /// <summary>Before the next operation.</summary>
    internal void Clear()
    {
        _results.Clear();
        _drawn = 0;
    }

    protected abstract Matrix Lay(int rows, int columns);

    protected abstract LaneMatrix LayLanes(int rows, int columns);

    private Matrix Fill(Matrix matrix, bool positive)
    {
        for (int i = 0; i < matrix.Rows; i++)
            for (int j = 0; j < matrix.Columns; j++) matrix[i, j] = Draw(positive);
        return matrix;
    }

    private LaneMatrix Fill(LaneMatrix matrix, bool positive)
    {
        for (int i = 0; i < matrix.Rows; i++)
            for (int j = 0; j < matrix.Columns; j++) matrix[i, j] = Draw(positive);
        return matrix;
    }

    private float Draw(bool positive)
    {
        float number = Numbers[_drawn++ % Numbers.Length];
        return positive ? Math.Abs(number) : number;
    }

    private Matrix Keep(Matrix matrix)
    {
        _results.Add(matrix);
        return matrix;
    }

    private LaneMatrix Keep(LaneMatrix matrix)
    {
        _results.Add(matrix.Flat);
        return matrix;
    }

    private static float[] Draw()
    {
        var random = new RandomStream(17, Purpose.GradientCheck);
        return [.. Enumerable.Range(0, 5003).Select(i => (float)random.Normal(i))];
    }
}

/// <summary>Arguments on memory of their own.</summary>
internal sealed class PlainArguments : Arguments
{
    protected override Matrix Lay(int rows, int columns) => new(rows, columns);

    protected override LaneMatrix LayLanes(int rows, int columns) => new(rows, columns);
}

/// <summary>Arguments each of which is flush with a guard page, poison on its other side.</summary>
internal sealed class GuardedArguments : Arguments, IDisposable
{
    private readonly GuardedFloats[] _memories;
    private readonly int[] _used;
    private int _count;

    /// <param name="most">Matrices of an operation.</param>
    /// <param name="floats">Floats of a matrix with its padding.</param>
    internal GuardedArguments(int most, int floats)
    {
        (_memories, _used) = ([.. Enumerable.Range(0, most).Select(_ => new GuardedFloats(floats))], new int[most]);
        foreach (var memory in _memories) memory.Spoil();
    }

    internal Flush Flush { get; private set; }

    /// <summary>Whether nothing was written beside the matrices.</summary>
    internal bool PoisonIsWhole => Enumerable.Range(0, _count).All(i =>
    {
        int place = _memories[i].Place(_used[i], Flush);
        return !_memories[i].Bits[..place].ContainsAnyExcept(GuardedFloats.Poison) && !_memories[i].Bits[(place + _used[i])..].ContainsAnyExcept(GuardedFloats.Poison);
    });

    /// <summary>Before the next operation, whose matrices lie at that end.</summary>
    internal void Clear(Flush flush)
    {
        for (; _count > 0; _count--) MemoryMarshal.Cast<float, int>(_memories[_count - 1].Floats(_used[_count - 1], Flush)).Fill(GuardedFloats.Poison);
        Flush = flush;
        Clear();
    }

    public void Dispose()
    {
        foreach (var memory in _memories) memory.Dispose();
    }

    protected override Matrix Lay(int rows, int columns) => Next(rows * FloatBuffer.Padded(columns)).Matrix(rows, columns, Flush);

    protected override LaneMatrix LayLanes(int rows, int columns) => Next(rows * FloatBuffer.Padded(columns)).Lanes(rows, columns, Flush);

    private GuardedFloats Next(int floats)
    {
        var memory = _memories[_count];
        _used[_count++] = floats;
        memory.Floats(floats, Flush).Clear();
        return memory;
    }
}
