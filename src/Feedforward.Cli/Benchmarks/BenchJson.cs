using System.Runtime.InteropServices;
using System.Text.Json;
using Feedforward.Backends;

namespace Feedforward.Cli;

/// <summary>
/// The benchmark for programs: an event for the machine, then one for each workload, which describes it so fully that another program can run the same.
/// </summary>
internal sealed class BenchJson(Stream output) : IBenchReport
{
    private readonly JsonLines _lines = new(output);

    private string _input = "";

    private double _limit;

    public void Begin(MeasuredMachine machine, string input, int rounds, double seconds)
    {
        (_input, _limit) = (input, machine.AllThreads);
        _lines.Write(json =>
        {
            json.WriteString("t", "machine");
            json.WriteString("processor", RunMachine.Current.Processor);
            json.WriteNumber("processors", Environment.ProcessorCount);
            json.WriteString("version", Model.Version);
            json.WriteString("runtime", RuntimeInformation.FrameworkDescription);
            json.WriteString("backend", machine.Backend);
            json.WriteNumber("vector_bits", SimdBackend.WidestVector);
            json.WriteNumber("threads", machine.Threads);
            json.Number("limit_gflops_one_thread", machine.OneThread);
            json.Number("limit_gflops", machine.AllThreads);
            json.WriteNumber("rounds", rounds);
            json.Number("seconds", seconds);
        });
    }

    public void Add(WorkloadResult result) => _lines.Write(json =>
    {
        json.WriteString("t", "workload");
        json.WriteString("input", _input);
        Describe(json, result.Workload);
        json.Numbers("rows_per_second", result.RowsPerSecond);
        if (result.Workload.OnlyPredicts) json.Numbers("microseconds_per_row", result.MicrosecondsPerRow);
        else json.Number("microseconds_per_step", result.MicrosecondsPerStep);
        json.WriteNumber("operations_per_row", result.Workload.Operations);
        json.Number("gflops", result.Gflops);
        json.Number("share_of_limit", result.Gflops / _limit);
        json.WriteString("hash", result.Hash);
    });

    public void End()
    {
    }

    private static void Describe(Utf8JsonWriter json, Workload workload)
    {
        json.WriteStartObject("workload");
        json.WriteString("id", workload.Id);
        json.WriteString("kind", workload.OnlyPredicts ? "predict" : "train");
        json.WriteNumber("inputs", workload.Network.Inputs);
        json.WriteStartArray("layers");
        foreach (var layer in workload.Network.Layers)
        {
            json.WriteStartObject();
            json.WriteNumber("units", layer.Units);
            json.WriteString("activation", layer.Activation.ToString());
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteString("cost", workload.Cost.Name);
        json.WriteNumber("rows", workload.Rows);
        json.WriteNumber("batch", workload.Batch);
        json.WriteStartObject("optimizer");
        json.WriteString("name", workload.Optimizer.Name);
        json.WriteNumber("learning_rate", workload.Optimizer.LearningRate);
        json.WriteNumber("momentum", workload.Optimizer is Sgd sgd ? sgd.Momentum : 0);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
