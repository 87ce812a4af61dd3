using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using Feedforward.Backends;
using Spectre.Console;

namespace Feedforward.Cli;

/// <summary><c>feedforward doctor</c>: what this machine offers, and whether the program computes rightly on it.</summary>
internal sealed class DoctorCommand() : CliCommand("doctor")
{
    private const double EnoughAccuracy = 0.95;

    internal override IReadOnlyList<Operand> Operands { get; } = [];

    internal override IReadOnlyList<Flag> Flags { get; } = [TrainFlags.Threads, TrainFlags.Backend];

    internal override int Run(Arguments arguments, Terminal terminal)
    {
        var backend = Plan.Backend(arguments) ?? Backend.Default;
        var screen = terminal.Report;
        Say(screen, "doctor.version", $"{Model.Version} · {RuntimeInformation.FrameworkDescription} · {RuntimeInformation.RuntimeIdentifier}");
        Say(screen, "doctor.cpu", string.Join(" ", Features()));
        Say(screen, "doctor.vectors", Texts.Get("doctor.bits", Width()));
        Say(screen, "doctor.threads", Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture));
        Say(screen, "doctor.backend", backend.Name);
        Say(screen, "doctor.console", $"{System.Console.OutputEncoding.WebName} · {Texts.Get("doctor.language")}");
        screen.Line();
        bool gradients = Check(screen, "doctor.gradients", () => Gradients(backend));
        bool same = Check(screen, "doctor.same", () => SameBits(backend));
        bool learns = Check(screen, "doctor.learns", () => Learns(backend));
        return gradients && same && learns ? ExitCode.Ok : ExitCode.NotMet;
    }

    private static void Say(Screen screen, string key, string text) => screen.Beside(TextWrap.Pad(Texts.Get(key), 18), text, 18);

    private static bool Check(Screen screen, string key, Func<(bool Passed, string Found)> check)
    {
        var watch = Stopwatch.StartNew();
        var (passed, found) = check();
        string mark = passed ? screen.Glyph("✔", "OK") : screen.Glyph("✘", "FAILED");
        screen.Labelled(mark, $"{Texts.Get(key)}: {found} ({Format.Time(watch.Elapsed.TotalSeconds)})", new Style(passed ? Color.Green : Color.Red), mark.Length + 1);
        return passed;
    }

    private static (bool, string) Gradients(Backend backend)
    {
        var network = new Network(6, new Dense(9, Activation.Tanh), new Dense(7, Activation.Gelu), new Dense(3, Activation.Softmax));
        var rows = RandomRows(12, network);
        var workspace = new Workspace(network, rows.Rows);
        new Batches(rows, network).Gather(0, rows.Rows, workspace);
        var report = GradientCheck.Run(backend, Cost.LogLikelihood, new L2(0.01f), Parameters.Initialize(network, Recipe.Seed), workspace);
        return (report.Passed, Texts.Get("doctor.worst", report.Differences.Count, Format.Number(report.Differences[0].Ratio)));
    }

    private static (bool, string) SameBits(Backend backend)
    {
        string Hash(Backend on) => Trained(on, epochs: 3).Model.WeightsHash;
        string here = Hash(backend), reference = Hash(Backend.Create("reference"));
        return (here == reference, here[..12]);
    }

    private static (bool, string) Learns(Backend backend)
    {
        var (model, test) = Trained(backend, epochs: 60);
        var evaluation = model.Evaluate(test);
        return (evaluation.Accuracy >= EnoughAccuracy, Format.Of(evaluation));
    }

    private static (Model Model, Table Test) Trained(Backend backend, int epochs)
    {
        var (train, _, test) = ((TableGenerator)Generators.Find("moons")!).Make().Split(0.7, 0, 0.3);
        var pipeline = Pipeline.Fit(train, "class");
        var model = new Model(new Network(pipeline.Inputs, new Dense(16, Activation.ReLU), new Dense(2, Activation.Softmax)), pipeline, backend: backend);
        model.Train(train, null, new TrainingOptions { Epochs = epochs, Optimizer = new Adam(0.02f), Batch = 16 });
        return (model, test);
    }

    private static Dataset RandomRows(int count, Network network)
    {
        var random = new RandomStream(Recipe.Seed, Purpose.Generator);
        float[] rows = [.. Enumerable.Range(0, count * network.Inputs).Select(i => (float)random.Normal(i))];
        return Dataset.From(rows, network.Inputs, [.. Enumerable.Range(0, count).Select(i => i % network.Outputs)], network.Outputs);
    }

    private static int Width() =>
        Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 32;

    private static IEnumerable<string> Features()
    {
        yield return RuntimeInformation.ProcessArchitecture.ToString();
        foreach (var (name, supported) in new[]
        {
            ("AVX-512", Avx512F.IsSupported), ("AVX2", Avx2.IsSupported), ("FMA", Fma.IsSupported), ("SSE4.2", Sse42.IsSupported), ("NEON", AdvSimd.IsSupported),
        })
        {
            if (supported) yield return name;
        }
    }
}
