using System.Globalization;

namespace Feedforward;

/// <summary>
/// All that changes while a network is trained, between two batches: named numbers and named vectors. Order and dropout masks are not in it, because they
/// follow from seed, epoch and row. <paramref name="identity"/> says what must be the same when the training goes on (<see cref="TrainingIdentity"/>).
/// </summary>
internal sealed class TrainingState(
    IReadOnlyDictionary<string, string> identity, IDictionary<string, string> numbers, IDictionary<string, Parameters> vectors)
{
    /// <summary>The vector that is being trained.</summary>
    internal const string Working = "working";

    private readonly SortedDictionary<string, string> _numbers = new(numbers, StringComparer.Ordinal);
    private readonly SortedDictionary<string, Parameters> _vectors = new(vectors, StringComparer.Ordinal);

    internal TrainingState(IReadOnlyDictionary<string, string> identity)
        : this(identity, new Dictionary<string, string>(), new Dictionary<string, Parameters>())
    {
    }

    internal IReadOnlyDictionary<string, string> Identity => identity;

    /// <summary>Each number as a text that gives it back to the last bit.</summary>
    internal IReadOnlyDictionary<string, string> Numbers => _numbers;

    internal IReadOnlyDictionary<string, Parameters> Vectors => _vectors;

    internal void Put(string name, long number) => _numbers[name] = number.ToString(CultureInfo.InvariantCulture);

    internal void Put(string name, double number) => _numbers[name] = number.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>Takes a vector that will not change any more.</summary>
    internal void Put(string name, Parameters vector) => _vectors[name] = vector;

    /// <summary>A whole number, at least 0.</summary>
    /// <exception cref="ModelFileException">FF3052: there is none of this name.</exception>
    internal int Whole(string name) => checked((int)Long(name, int.MaxValue));

    /// <summary>A whole number, at least 0.</summary>
    /// <exception cref="ModelFileException">FF3052: there is none of this name.</exception>
    internal long Long(string name, long largest = long.MaxValue) =>
        long.TryParse(_numbers.GetValueOrDefault(name), NumberStyles.None, CultureInfo.InvariantCulture, out long number) && number <= largest
            ? number : throw Errors.ModelFile("FF3052", name);

    /// <exception cref="ModelFileException">FF3052: there is none of this name.</exception>
    internal double Number(string name) =>
        double.TryParse(_numbers.GetValueOrDefault(name), NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            ? number : throw Errors.ModelFile("FF3052", name);

    /// <exception cref="ModelFileException">FF3052: it has no value of this name.</exception>
    internal StopReason Reason(string name) =>
        Enum.TryParse(_numbers.GetValueOrDefault(name), out StopReason reason) && Enum.IsDefined(reason) ? reason : throw Errors.ModelFile("FF3052", name);

    internal void Put(string name, StopReason reason) => _numbers[name] = reason.ToString();

    /// <exception cref="ModelFileException">FF3052: there is none of this name.</exception>
    internal Parameters Vector(string name) => _vectors.GetValueOrDefault(name) ?? throw Errors.ModelFile("FF3052", name);
}

/// <summary>How far an epoch has come.</summary>
internal sealed class EpochPosition
{
    /// <summary>Batches that are done.</summary>
    internal int Batch { get; set; }

    /// <summary>Σ wᵢ cᵢ of these batches.</summary>
    internal double CostSum { get; set; }

    /// <summary>Σ wᵢ of these batches.</summary>
    internal double WeightSum { get; set; }

    internal static EpochPosition From(TrainingState state) =>
        new() { Batch = state.Whole("batch"), CostSum = state.Number("cost_sum"), WeightSum = state.Number("weight_sum") };

    internal void PutInto(TrainingState state)
    {
        state.Put("batch", Batch);
        state.Put("cost_sum", CostSum);
        state.Put("weight_sum", WeightSum);
    }
}
