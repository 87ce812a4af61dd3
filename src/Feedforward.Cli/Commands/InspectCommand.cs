using System.Globalization;
using System.Text.Json;
using Spectre.Console;
using Drawing = Spectre.Console.Table;

namespace Feedforward.Cli;

/// <summary><c>feedforward inspect</c>: what a model file holds.</summary>
internal sealed class InspectCommand() : CliCommand("inspect")
{
    private const int KeyCells = 15;

    private static readonly Operand ModelFile = new("model");

    private static readonly Flag Svg = new("--svg", FlagGroup.Output, "FILE");

    internal override IReadOnlyList<Operand> Operands { get; } = [ModelFile];

    internal override IReadOnlyList<Flag> Flags { get; } = [Svg, TrainFlags.Force, TrainFlags.Json];

    internal override int Run(Arguments arguments, Terminal terminal)
    {
        string path = ModelPath.Of(arguments.Required(ModelFile));
        var model = Model.Load(path);
        if (arguments.Text(Svg) is { } file) NetworkFile.Write(model, file, arguments.Has(TrainFlags.Force));
        if (arguments.Has(TrainFlags.Json)) new JsonLines(terminal.Output).Write(json => WriteJson(json, model));
        else
        {
            Write(model, path, terminal.Report);
            if (arguments.Text(Svg) is { } written) terminal.Report.Labelled("svg", Evidence.Path(written), indent: KeyCells);
        }
        return ExitCode.Ok;
    }

    private static void Write(Model model, string path, Screen screen)
    {
        screen.Labelled(Texts.Get("label.model"), Evidence.Path(path));
        screen.Write(Layers(model.Network));
        if (model.Pipeline is { } pipeline) WritePipeline(pipeline, screen);
        screen.Line();
        foreach (var (key, value) in model.Provenance) screen.Labelled(key, value, indent: KeyCells);
        screen.Labelled("weights_hash", model.WeightsHash, indent: KeyCells);
    }

    private static void WritePipeline(Pipeline pipeline, Screen screen)
    {
        screen.Labelled(Texts.Get("label.reads"), pipeline.ImageShape is { } shape
            ? Texts.Get(shape.Channels == 1 ? "inspect.images" : "inspect.colorImages", shape.Height, shape.Width, shape.Scale)
            : string.Join(", ", pipeline.Columns.Select(c => $"{Evidence.Of(c.Name)} ({Texts.Get($"type.{c.Type}")})")));
        screen.Labelled(Texts.Get("label.answers"), pipeline.Task switch
        {
            LearningTask.Classification => Texts.Get("inspect.classes", pipeline.Classes.Count, NearestName.List(pipeline.Classes.Select(c => Evidence.Of(c)))),
            LearningTask.MultiLabel => Texts.Get("inspect.labels", pipeline.Outputs, Format.Targets(pipeline)),
            _ when pipeline.Outputs > 1 => Texts.Get("inspect.numbers", pipeline.Outputs, Format.Targets(pipeline)),
            _ => Texts.Get("inspect.number", Evidence.Of(pipeline.Target!)),
        });
    }

    private static Drawing Layers(Network network)
    {
        var table = new Drawing { Border = TableBorder.Simple };
        foreach (string key in new[] { "layer", "units", "activation", "dropout", "weights", "biases", "parameters" })
            table.AddColumn(new TableColumn(new Text(Texts.Get($"inspect.{key}"))) { Alignment = key is "layer" or "activation" ? Justify.Left : Justify.Right });
        AddRow(Texts.Get("inspect.input"), Format.Count(network.Inputs), "", Share(network.InputDropout), "", "", "");
        for (int l = 0; l < network.Layers.Count; l++)
        {
            var layer = network.Layers[l];
            int inputs = network.InputsOf(l);
            AddRow(
                Texts.Get("inspect.dense", l + 1), Format.Count(layer.Units), layer.Activation.ToString(), layer is Dense d ? Share(d.Dropout) : "",
                $"{Format.Count(inputs)}×{Format.Count(layer.Units)}", Format.Count(layer.Units), Format.Count((inputs + 1L) * layer.Units));
        }
        AddRow(Texts.Get("inspect.total"), "", "", "", "", "", Format.Count(network.ParameterCount));
        return table;

        void AddRow(params string[] cells) => table.AddRow(cells.Select(c => new Text(c)));
        static string Share(float dropout) => dropout == 0 ? "" : dropout.ToString(CultureInfo.InvariantCulture);
    }

    private static void WriteJson(Utf8JsonWriter json, Model model)
    {
        json.WriteString("network", model.Network.Summary());
        json.WriteNumber("inputs", model.Network.Inputs);
        json.WriteNumber("parameters", model.Network.ParameterCount);
        json.WriteStartArray("layers");
        for (int l = 0; l < model.Network.Layers.Count; l++)
        {
            var layer = model.Network.Layers[l];
            json.WriteStartObject();
            json.WriteNumber("units", layer.Units);
            json.WriteString("activation", layer.Activation.ToString());
            json.WriteNumber("dropout", layer is Dense d ? d.Dropout : 0);
            json.WriteStartArray("weight");
            json.WriteNumberValue(model.Network.InputsOf(l));
            json.WriteNumberValue(layer.Units);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
        if (model.Pipeline is { } pipeline)
        {
            json.WritePropertyName("pipeline");
            json.WriteRawValue(pipeline.ToJson());
        }
        json.WriteStartObject("provenance");
        foreach (var (key, value) in model.Provenance) json.WriteString(key, value);
        json.WriteEndObject();
        json.WriteString("weights_hash", model.WeightsHash);
    }
}
