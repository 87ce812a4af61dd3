using System.Globalization;
using Feedforward.Backends;

namespace Feedforward;

public sealed partial class Model
{
    private readonly SortedList<string, string> _provenance = new(StringComparer.Ordinal) { ["feedforward"] = Version };

    /// <summary>The library's version, as it stands in model files.</summary>
    public static string Version { get; } = typeof(Model).Assembly.GetName().Version?.ToString(3) ?? "";

    /// <summary>How the model came about: version, seed and options; nothing that differs between equal runs.</summary>
    public IReadOnlyDictionary<string, string> Provenance => _provenance;

    /// <summary>SHA-256 of the weights and biases as they stand in a model file, in hexadecimal.</summary>
    public string WeightsHash => Content().WeightsHash;

    /// <summary>
    /// Saves the model as one safetensors file, safely on the disk when this returns: temporary file, fsync, rename, fsync of the folder.
    /// Equal models give identical files.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="overwrite">Whether an existing file may be replaced.</param>
    /// <exception cref="OptionException">The file exists and must not be replaced.</exception>
    /// <exception cref="StorageException">It could not be written; a file that was there before is untouched.</exception>
    public void Save(string path, bool overwrite = false) => ModelFile.Save(path, Content(), overwrite);

    /// <summary>Saves the model under the first free name of <c>name</c>, <c>name-2</c>, <c>name-3</c>, …, and returns that name.</summary>
    /// <exception cref="StorageException">It could not be written.</exception>
    public string SaveAsNew(string path)
    {
        var content = Content();
        return DurableFile.WriteNextFree(path, stream => ModelFile.Write(stream, content));
    }

    /// <summary>Writes the model to a stream, from its position on.</summary>
    public void Save(Stream stream) => ModelFile.Write(stream, Content());

    /// <summary>Loads a model; everything in the file is validated, nothing in it can execute.</summary>
    /// <exception cref="ModelFileException">Not a model file, damaged, or of a later format.</exception>
    public static Model Load(string path, Backend? backend = null) => From(ModelFile.Load(path), backend);

    /// <summary>Loads a model from a stream, to its end.</summary>
    /// <exception cref="ModelFileException">Not a model file, damaged, or of a later format.</exception>
    public static Model Load(Stream stream, Backend? backend = null) => From(ModelFile.Read(stream, null), backend);

    private void Describe(TrainingOptions options, Dataset train)
    {
        _provenance["cost"] = options.CostFor(Network).ToString();
        _provenance["optimizer"] = options.Optimizer.ToString();
        _provenance["schedule"] = options.Schedule.ToString();
        _provenance["penalty"] = string.Create(CultureInfo.InvariantCulture, $"l1 {options.Penalty.L1Strength} l2 {options.Penalty.L2Strength}");
        _provenance["batch"] = options.Batch.ToString(CultureInfo.InvariantCulture);
        _provenance["epochs"] = options.Epochs.ToString(CultureInfo.InvariantCulture);
        _provenance["training_seed"] = options.Seed.ToString(CultureInfo.InvariantCulture);
        if (train.WeightedBy is { } weights) _provenance["class_weights"] = weights;
        else _provenance.Remove("class_weights");
    }

    private ModelContent Content() =>
        new(Network.ToJson(), Pipeline?.ToJson(), _provenance, [.. ModelTensors.Of(Parameters)]);

    /// <summary>Whatever the file contradicts is an error of the file, and is named with its place.</summary>
    private static Model From(ModelContent content, Backend? backend)
    {
        backend ??= Backend.Default;
        try
        {
            return Build(content, backend);
        }
        catch (FeedforwardException e)
        {
            throw new ModelFileException(e.Notice with { Place = content.Source is null ? null : Evidence.Path(content.Source) }, e);
        }
    }

    private static Model Build(ModelContent content, Backend backend)
    {
        if (content.Checkpoint is not null) throw Errors.ModelFile("FF3050");
        var network = Network.FromJson(content.Network);
        content.RequireCount(2 * network.Layers.Count);
        return From(content, network, ModelTensors.Read(network, content), backend);
    }

    /// <summary>The model that a file describes, with these numbers.</summary>
    internal static Model From(ModelContent content, Network network, Parameters parameters, Backend? backend)
    {
        var model = new Model(network, content.Pipeline is null ? null : Pipeline.FromJson(content.Pipeline), parameters, backend);
        model.TakeProvenance(content.Provenance);
        return model;
    }

    private void TakeProvenance(IReadOnlyDictionary<string, string> provenance)
    {
        _provenance.Clear();
        foreach (var (key, value) in provenance) _provenance[key] = value;
    }
}
