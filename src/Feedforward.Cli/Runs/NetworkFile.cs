using System.Text;
using Feedforward.Pictures;

namespace Feedforward.Cli;

/// <summary>A model's network as a picture. Apart from the command, so that nothing of the web framework is loaded unless a picture is wanted.</summary>
internal static class NetworkFile
{
    private const int MostNames = 16, LongestName = 12;

    internal static void Write(Model model, string path, bool overwrite)
    {
        byte[] picture = Encoding.UTF8.GetBytes(Svg(model));
        DurableFile.Write(path, stream => stream.Write(picture), overwrite);
    }

    private static string Svg(Model model)
    {
        var network = model.Network;
        string[] inputs = Inputs(model), outputs = Outputs(model);
        Func<NeuronPlace, string?> name = n => n.Column == 0 ? At(inputs, n.Row) : n.Column == network.Layers.Count ? At(outputs, n.Row) : null;
        return SvgFile.Of<NetworkDiagram>(new Dictionary<string, object?>
        {
            [nameof(NetworkDiagram.Network)] = network,
            [nameof(NetworkDiagram.Parameters)] = model.Parameters,
            [nameof(NetworkDiagram.Strips)] = LayerStrips.Of(network, Texts.Get("inspect.input"), count => Texts.Counted("inspect.counted", count)),
            [nameof(NetworkDiagram.NeuronNote)] = inputs.Length + outputs.Length == 0 ? null : name,
            [nameof(NetworkDiagram.Width)] = Math.Max(640.0, 170 * (network.Layers.Count + 1)),
        });
    }

    /// <summary>Names of inputs where each column is one input.</summary>
    private static string[] Inputs(Model model) =>
        model.Pipeline is { ImageShape: null } pipeline && pipeline.Columns.Count == model.Network.Inputs && pipeline.Columns.Count <= MostNames
            ? [.. pipeline.Columns.Select(column => Short(column.Name))] : [];

    private static string[] Outputs(Model model) =>
        model.Pipeline is { Task: LearningTask.Classification } pipeline && pipeline.Classes.Count == model.Network.Outputs && pipeline.Classes.Count <= MostNames
            ? [.. pipeline.Classes.Select(Short)] : [];

    private static string Short(string name) => name.Length <= LongestName ? name : name[..(LongestName - 1)] + "…";

    private static string? At(string[] names, int i) => i < names.Length ? names[i] : null;
}
