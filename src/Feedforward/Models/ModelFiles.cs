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

    private ModelContent Content()
    {
        var parameters = Parameters;
        var tensors = new List<NamedTensor>();
        for (int l = 0; l < Network.Layers.Count; l++)
        {
            var (weights, biases) = (parameters.Weights(l), parameters.Biases(l));
            tensors.Add(new NamedTensor(parameters.Layout.Weights(l).Name, [weights.Columns, weights.Rows], Transposed(weights)));
            tensors.Add(new NamedTensor(parameters.Layout.Biases(l).Name, [biases.Columns], biases.ToArray()));
        }
        return new ModelContent(Network.ToJson(), Pipeline?.ToJson(), _provenance, tensors);
    }

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
        var network = Network.FromJson(content.Network);
        content.RequireCount(2 * network.Layers.Count);
        RequireTensors(network, content);
        var parameters = new Parameters(new ParameterLayout(network));
        for (int l = 0; l < network.Layers.Count; l++)
        {
            var (weights, biases) = (parameters.Weights(l), parameters.Biases(l));
            var values = content.Values(parameters.Layout.Weights(l).Name, weights.Columns, weights.Rows).Span;
            for (int i = 0; i < weights.Rows; i++)
                for (int j = 0; j < weights.Columns; j++) weights[i, j] = values[(j * weights.Rows) + i];
            biases.Set(content.Values(parameters.Layout.Biases(l).Name, biases.Columns).Span);
        }
        var model = new Model(network, content.Pipeline is null ? null : Pipeline.FromJson(content.Pipeline), parameters, backend);
        model._provenance.Clear();
        foreach (var (key, value) in content.Provenance) model._provenance[key] = value;
        return model;
    }

    /// <summary>Compares shapes before memory for the network is taken: a forged width must not cost more than the file is long.</summary>
    private static void RequireTensors(Network network, ModelContent content)
    {
        for (int l = 0; l < network.Layers.Count; l++)
        {
            int units = network.Layers[l].Units;
            content.Values(string.Create(CultureInfo.InvariantCulture, $"layers.{l}.weight"), units, network.InputsOf(l));
            content.Values(string.Create(CultureInfo.InvariantCulture, $"layers.{l}.bias"), units);
        }
    }

    private static float[] Transposed(LaneMatrix matrix)
    {
        var values = new float[matrix.Rows * matrix.Columns];
        for (int i = 0; i < matrix.Rows; i++)
            for (int j = 0; j < matrix.Columns; j++) values[(j * matrix.Rows) + i] = matrix[i, j];
        return values;
    }
}
