using Feedforward.Backends;

namespace Feedforward;

/// <summary>
/// A training between two of its batches, or between two epochs, from which it goes on as if it had never stopped: the same bits in every later number.
/// Taken by <see cref="Model.Capture"/>, continued by <see cref="Model.Epochs(Dataset, Dataset?, TrainingOptions, IProgress{Step}?, Checkpoint?, CancellationToken)"/>.
/// A file of it is a safetensors file like a model's, with the same digests: <c>layers.N.weight</c> and <c>layers.N.bias</c> are the numbers being trained,
/// <c>epoch.</c>, <c>best.</c> and <c>optimizer.first.</c>, … before such a name are the other vectors. Equal states give identical files.
/// </summary>
public sealed partial class Checkpoint
{
    private const string WorkingPrefix = "";
    private readonly TrainingState _state;
    private readonly Network _network;
    private readonly ModelContent _model;

    private Checkpoint(TrainingState state, Network network, ModelContent model, IReadOnlyDictionary<string, string> notes)
    {
        (_state, _network, _model, Notes) = (state, network, model, notes);
        (Epoch, Batch, Step, BestEpoch, Epochs) = (state.Whole("epoch"), state.Whole("batch"), state.Long("steps"), state.Whole("best_epoch"), state.Whole("epochs"));
        StopReason = state.Reason("ended");
    }

    /// <summary>The epochs that are finished.</summary>
    public int Epoch { get; }

    /// <summary>Batches of the next epoch that are done; 0 between two epochs.</summary>
    public int Batch { get; }

    /// <summary>Steps taken since the beginning.</summary>
    public long Step { get; }

    /// <summary>The number of the best epoch by the watched number; 0 before there is one.</summary>
    public int BestEpoch { get; }

    /// <summary>The epochs that the run was to have.</summary>
    public int Epochs { get; }

    /// <summary>Why the run ended; <see cref="StopReason.None"/> while epochs were left.</summary>
    public StopReason StopReason { get; }

    /// <summary>What the caller wrote into it.</summary>
    public IReadOnlyDictionary<string, string> Notes { get; }

    internal TrainingState State => _state;

    internal IReadOnlyDictionary<string, string> Provenance => _model.Provenance;

    /// <summary>The model as it is being trained, with its pipeline: what the training can go on with.</summary>
    public Model ToModel(Backend? backend = null) => Model.From(_model, _network, _state.Vector(TrainingState.Working).Clone(), backend);

    /// <summary>The model of the best epoch so far; null before there is one.</summary>
    public Model? ToBestModel(Backend? backend = null) =>
        BestEpoch == 0 ? null : Model.From(_model, _network, _state.Vector(BestEpoch < Epoch ? "best" : Batch > 0 ? "epoch" : TrainingState.Working).Clone(), backend);

    internal static Checkpoint Of(Model model, TrainingState state, IReadOnlyDictionary<string, string>? notes)
    {
        var content = new ModelContent(
            model.Network.ToJson(), model.Pipeline?.ToJson(), new Dictionary<string, string>(model.Provenance, StringComparer.Ordinal), []);
        return new Checkpoint(state, model.Network, content, new Dictionary<string, string>(notes ?? new Dictionary<string, string>(), StringComparer.Ordinal));
    }

    private ModelContent Content() => _model with
    {
        Checkpoint = new CheckpointTexts(_state.Numbers, _state.Identity, Notes),
        Tensors = [.. ModelTensors.Of(_state.Vector(TrainingState.Working)), .. _state.Vectors.Where(v => v.Key != TrainingState.Working).SelectMany(v => ModelTensors.Of(v.Value, v.Key + "."))],
    };

    /// <summary>Whatever the file contradicts is an error of the file, and is named with its place.</summary>
    private static Checkpoint From(ModelContent content)
    {
        try
        {
            return Build(content, content.Checkpoint ?? throw Errors.ModelFile("FF3051"));
        }
        catch (FeedforwardException e)
        {
            throw new ModelFileException(e.Notice with { Place = content.Source is null ? null : Evidence.Path(content.Source) }, e);
        }
    }

    private static Checkpoint Build(ModelContent content, CheckpointTexts texts)
    {
        var network = Network.FromJson(content.Network);
        const string Last = "layers.0.weight";
        string[] prefixes = [.. content.Tensors.Where(t => t.Name.EndsWith(Last, StringComparison.Ordinal)).Select(t => t.Name[..^Last.Length])];
        content.RequireCount(2 * network.Layers.Count * prefixes.Length);
        var vectors = prefixes.ToDictionary(
            prefix => prefix == WorkingPrefix ? TrainingState.Working : prefix.TrimEnd('.'), prefix => ModelTensors.Read(network, content, prefix));
        var numbers = new Dictionary<string, string>(texts.Numbers, StringComparer.Ordinal);
        var state = new TrainingState(texts.Identity, numbers, vectors);
        return new Checkpoint(state, network, content with { Tensors = [], Checkpoint = null }, texts.Notes);
    }
}
