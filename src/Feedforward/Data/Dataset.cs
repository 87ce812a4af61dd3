using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Security.Cryptography;
using Feedforward.Backends;

namespace Feedforward;

/// <summary>
/// Rows of numbers ready for a network: inputs [N×D] as floats or as bytes, and targets as class indices, as labels or as rows of numbers [N×K].
/// Immutable; every number is finite.
/// </summary>
public sealed class Dataset
{
    private readonly float[]? _floats;
    private readonly ArraySegment<byte> _bytes;
    private readonly float _byteScale;
    private readonly int[]? _classes;
    private readonly float[]? _targets;
    private readonly double[]? _targetScales;
    private readonly float[]? _weights;
    private string? _digest;

    private Dataset(Dataset weighted, string by) : this(weighted, weighted._weights!) => WeightedBy = by;

    private Dataset(Dataset source, float[] weights)
    {
        (Rows, Columns, Outputs, HasLabels) = (source.Rows, source.Columns, source.Outputs, source.HasLabels);
        (_floats, _bytes, _byteScale, _classes, _targets, _targetScales) =
            (source._floats, source._bytes, source._byteScale, source._classes, source._targets, source._targetScales);
        (_weights, WeightedBy) = (weights, source.WeightedBy);
    }

    private Dataset(float[]? floats, ArraySegment<byte> bytes, int length, float byteScale, int columns, Answers answers)
    {
        var (classes, targets, outputs) = answers;
        Columns = columns >= 1 ? columns : throw Errors.Data("FF2301", columns);
        Rows = length / columns;
        if (length == 0) throw Errors.Data("FF2302");
        if (length % columns != 0) throw Errors.Data("FF2303", length, columns);
        (_floats, _bytes, _classes, _targets, Outputs, HasLabels) = (floats, bytes, classes, targets, outputs, answers.AreLabels);
        (_byteScale, _targetScales) = (byteScale, answers.Scales);
        if (classes is not null && classes.Length != Rows) throw Errors.Data("FF2304", Rows, classes.Length);
        if (targets is not null && targets.Length != (long)Rows * outputs) throw Errors.Data("FF2304", (long)Rows * outputs, targets.Length);
        if (floats is not null) RequireFinite(floats.AsSpan(0, length), columns, "FF2305");
        RequireFinite(targets, outputs, "FF2306");
    }

    /// <summary>Number of rows N.</summary>
    public int Rows { get; }

    /// <summary>Numbers in one input row D.</summary>
    public int Columns { get; }

    /// <summary>Numbers in one target row K: the classes, or the target columns; 0 where there are no targets.</summary>
    public int Outputs { get; }

    /// <summary>Whether there are targets.</summary>
    public bool HasTargets => _classes is not null || _targets is not null;

    /// <summary>Whether targets are class indices.</summary>
    public bool HasClasses => _classes is not null;

    /// <summary>The class of each row; empty where targets are rows of numbers.</summary>
    public ReadOnlySpan<int> Classes => _classes;

    /// <summary>Whether targets are labels, of which a row may have any number: rows of 0 and 1.</summary>
    public bool HasLabels { get; }

    /// <summary>How the rows of each class were weighted; null where they were not.</summary>
    internal string? WeightedBy { get; }

    /// <summary>What one unit of target j is in the units of the data: its errors are multiplied by it before they are shown.</summary>
    internal double TargetScale(int j) => _targetScales?[j] ?? 1;

    /// <summary>SHA-256 of all that a training takes from the rows: equal rows in the same order have equal digests.</summary>
    internal string Digest => _digest ??= ComputeDigest();

    private string ComputeDigest()
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<double> sizes = [Rows, Columns, Outputs, _byteScale, HasClasses ? 1 : 0, _weights is null ? 0 : 1, _floats is null ? 0 : 1];
        sha.AppendData(MemoryMarshal.AsBytes(sizes));
        sha.AppendData(_floats is null ? _bytes : MemoryMarshal.AsBytes(_floats.AsSpan(0, Rows * Columns)));
        sha.AppendData(MemoryMarshal.AsBytes(_classes.AsSpan()));
        sha.AppendData(MemoryMarshal.AsBytes(_targets.AsSpan()));
        sha.AppendData(MemoryMarshal.AsBytes(_targetScales.AsSpan()));
        sha.AppendData(MemoryMarshal.AsBytes(_weights.AsSpan()));
        return Convert.ToHexStringLower(sha.GetHashAndReset());
    }

    /// <summary>Inputs as floats, targets as class indices.</summary>
    /// <param name="rows">N·D numbers, row after row.</param>
    /// <param name="columns">D.</param>
    /// <param name="classes">N indices in 0 … K−1.</param>
    /// <param name="classCount">K; by default the largest index + 1.</param>
    /// <exception cref="DataException">Lengths that do not fit, a number that is not finite, a class out of range.</exception>
    public static Dataset From(ReadOnlySpan<float> rows, int columns, ReadOnlySpan<int> classes, int? classCount = null) =>
        new(rows.ToArray(), default, rows.Length, 1, columns, new(Known(classes, ref classCount), null, classCount!.Value));

    /// <summary>Inputs as bytes, which stay bytes until a batch is gathered as value / scale; targets as class indices.</summary>
    /// <param name="rows">N·D bytes, row after row.</param>
    /// <param name="columns">D.</param>
    /// <param name="classes">N indices in 0 … K−1.</param>
    /// <param name="classCount">K; by default the largest index + 1.</param>
    /// <param name="scale">What a byte is divided by: 255, or 256 as in Nielsen's book.</param>
    /// <exception cref="DataException">Lengths that do not fit, a class out of range.</exception>
    public static Dataset From(ReadOnlySpan<byte> rows, int columns, ReadOnlySpan<int> classes, int? classCount = null, float scale = 255) =>
        new(null, rows.ToArray(), rows.Length, scale, columns, new(Known(classes, ref classCount), null, classCount!.Value));

    /// <summary>Inputs as floats, targets as rows: values to predict, or shares of each class.</summary>
    /// <param name="rows">N·D numbers, row after row.</param>
    /// <param name="columns">D.</param>
    /// <param name="targets">N·K numbers, row after row.</param>
    /// <param name="outputs">K.</param>
    /// <exception cref="DataException">Lengths that do not fit, or a number that is not finite.</exception>
    public static Dataset FromRows(ReadOnlySpan<float> rows, int columns, ReadOnlySpan<float> targets, int outputs) =>
        new(rows.ToArray(), default, rows.Length, 1, columns, new(null, targets.ToArray(), outputs));

    /// <summary>Inputs as floats, targets as labels, of which a row may have any number.</summary>
    /// <param name="rows">N·D numbers, row after row.</param>
    /// <param name="columns">D.</param>
    /// <param name="labels">N·K truths, row after row: whether the row has the label.</param>
    /// <param name="outputs">K, the labels.</param>
    /// <exception cref="DataException">Lengths that do not fit, or an input that is not finite.</exception>
    public static Dataset FromLabels(ReadOnlySpan<float> rows, int columns, ReadOnlySpan<bool> labels, int outputs)
    {
        var targets = new float[labels.Length];
        for (int i = 0; i < targets.Length; i++) targets[i] = labels[i] ? 1 : 0;
        return new(rows.ToArray(), default, rows.Length, 1, columns, new(null, targets, outputs) { AreLabels = true });
    }

    /// <summary>The same rows with a weight each: a weight of 2 counts as the row twice, 0 as if it were absent.</summary>
    /// <exception cref="DataException">Not one weight a row, or one that is negative or not finite, or all 0.</exception>
    public Dataset WithWeights(ReadOnlySpan<float> weights)
    {
        if (weights.Length != Rows) throw Errors.Data("FF2307", Rows, weights.Length);
        double sum = 0;
        foreach (float weight in weights)
            sum += weight >= 0 && float.IsFinite(weight) ? weight : throw Errors.Data("FF2308", weight);
        return sum > 0 ? new Dataset(this, weights.ToArray()) : throw Errors.Data("FF2309");
    }

    /// <summary>The same rows with a weight each, and how they came by it.</summary>
    internal Dataset WithWeights(ReadOnlySpan<float> weights, string by) => new(WithWeights(weights), by);

    /// <summary>
    /// Takes ownership of arrays that a pipeline made; no copy. Only <paramref name="length"/> inputs are used. Class −1 is one that was not seen
    /// in training.
    /// </summary>
    internal static Dataset Own(float[] inputs, int length, int columns, Answers answers) => new(inputs, default, length, 1, columns, answers);

    /// <summary>Takes ownership of pixels and labels; no copy.</summary>
    internal static Dataset Own(ArraySegment<byte> rows, float scale, int columns, Answers answers) =>
        new(null, rows, rows.Count, scale, columns, answers);

    /// <summary>One row's inputs as floats [D].</summary>
    public void CopyInputs(int row, Span<float> destination)
    {
        if (_floats is not null) _floats.AsSpan(row * Columns, Columns).CopyTo(destination);
        else Widen(_bytes.AsSpan(row * Columns, Columns), _byteScale, destination);
    }

    /// <summary>Some rows' inputs as floats, into the rows of a matrix from <paramref name="first"/> on.</summary>
    internal void CopyInputs(ReadOnlySpan<int> rows, Matrix inputs, int first)
    {
        for (int i = 0; i < rows.Length; i++) CopyInputs(rows[i], inputs.Row(first + i));
    }

    /// <summary>Asks for a row's inputs, which will be copied soon.</summary>
    internal void Touch(int row)
    {
        if (_floats is not null) Prefetch.Of<float>(_floats.AsSpan(row * Columns, Columns));
        else Prefetch.Of<byte>(_bytes.AsSpan(row * Columns, Columns));
    }

    /// <summary>Bytes as byte / scale: a division is rounded once, so vectors give the bits of the plain loop.</summary>
    internal static void Widen(ReadOnlySpan<byte> bytes, float scale, Span<float> destination)
    {
        destination = destination[..bytes.Length];
        ref byte from = ref MemoryMarshal.GetReference(bytes);
        ref float to = ref MemoryMarshal.GetReference(destination);
        int j = 0;
        if (Avx512F.IsSupported)
            for (; j <= bytes.Length - 16; j += 16)
                (Vector512.ConvertToSingle(Avx512F.ConvertToVector512Int32(Vector128.LoadUnsafe(ref from, (nuint)j))) / Vector512.Create(scale)).StoreUnsafe(ref to, (nuint)j);
        else if (Avx2.IsSupported)
            for (; j <= bytes.Length - 16; j += 8)
                (Vector256.ConvertToSingle(Avx2.ConvertToVector256Int32(Vector128.LoadUnsafe(ref from, (nuint)j))) / Vector256.Create(scale)).StoreUnsafe(ref to, (nuint)j);
        for (; j < bytes.Length; j++) destination[j] = bytes[j] / scale;
    }

    /// <summary>One row's targets [K]: the numbers, or 1 for its class and its labels and 0 for all others.</summary>
    public void CopyTargets(int row, Span<float> destination) => CopyTargets(row, 0, 0, destination);

    /// <summary>One row's targets [K]; classes and labels are 0 and 1, with label smoothing s: (1 − s)·y + s·floor.</summary>
    internal void CopyTargets(int row, float smoothing, float floor, Span<float> destination)
    {
        if (_classes is not null)
        {
            destination.Fill(smoothing * floor);
            if (_classes[row] >= 0) destination[_classes[row]] += 1 - smoothing;
        }
        else
        {
            _targets.AsSpan(row * Outputs, Outputs).CopyTo(destination);
            if (smoothing > 0)
                foreach (ref float y in destination) y = ((1 - smoothing) * y) + (smoothing * floor);
        }
    }

    /// <summary>Some rows' targets, into the rows of a matrix from <paramref name="first"/> on.</summary>
    internal void CopyTargets(ReadOnlySpan<int> rows, float smoothing, float floor, Matrix targets, int first)
    {
        for (int i = 0; i < rows.Length; i++) CopyTargets(rows[i], smoothing, floor, targets.Row(first + i));
    }

    /// <summary>Whether a target or an output says that a row has the label: it is above ½.</summary>
    internal static bool IsLabel(float value) => value > 0.5f;

    /// <summary>One row's weight in the cost: none for a class that was not seen in training.</summary>
    internal float Weight(int row) => _classes is not null && _classes[row] < 0 ? 0 : _weights is null ? 1 : _weights[row];

    private static int[] Known(ReadOnlySpan<int> classes, ref int? count)
    {
        int largest = 0;
        foreach (int c in classes) largest = Math.Max(largest, c);
        count ??= largest + 1;
        for (int i = 0; i < classes.Length; i++)
            if (classes[i] < 0 || classes[i] >= count) throw Errors.Data("FF2310", i + 1, classes[i], count - 1);
        return classes.ToArray();
    }

    private static void RequireFinite(ReadOnlySpan<float> numbers, int columns, string code)
    {
        int i = FiniteNumbers.FirstOther(numbers);
        if (i >= 0) throw Errors.Data(code, (i / columns) + 1, (i % columns) + 1, float.IsNaN(numbers[i]) ? "NaN" : "infinity");
    }
}

/// <summary>What the rows of a data set are to be answered with: classes, or rows of numbers, or nothing.</summary>
/// <param name="Classes">A class for each row, or null.</param>
/// <param name="Numbers">N·K numbers, row after row, or null.</param>
/// <param name="Outputs">K.</param>
internal readonly record struct Answers(int[]? Classes, float[]? Numbers, int Outputs)
{
    /// <summary>Whether the numbers are labels, 0 or 1.</summary>
    internal bool AreLabels { get; init; }

    /// <summary>What one unit of each target is in the units of the data, [K]; null for 1.</summary>
    internal double[]? Scales { get; init; }
}
