using System.Diagnostics;
using System.Globalization;

namespace Feedforward.ResumeProbe;

/// <summary>
/// Trains a scenario, or goes on with it, and saves a checkpoint after every batch, so that a test can kill it anywhere: <c>ResumeProbe SCENARIO FOLDER
/// [BATCHES]</c>. With a number it kills itself after that many batches, before the save. At the end <c>model.safetensors</c> and <c>epochs.txt</c> lie in the folder.
/// </summary>
public static class Program
{
    internal const string ModelFile = "model.safetensors", EpochsFile = "epochs.txt";
    private const string Note = "epochs";

    /// <summary>Trains.</summary>
    public static int Main(string[] arguments)
    {
        int left = arguments.Length > 2 ? int.Parse(arguments[2], CultureInfo.InvariantCulture) : -1;
        Run(Scenario.Named(arguments[0]), arguments[1], () => Console.WriteLine("ready"), () =>
        {
            if (left-- == 0) Process.GetCurrentProcess().Kill();
        });
        return 0;
    }

    /// <summary>Trains a scenario to its end from where the folder's checkpoint stands.</summary>
    internal static void Run(Scenario scenario, string folder, Action ready, Action beforeSave)
    {
        bool begun = Directory.GetFiles(folder, "checkpoint*").Length > 0;
        var checkpoint = begun ? Checkpoint.Load(folder) : null;
        var model = checkpoint?.ToModel() ?? new Model(scenario.Network, seed: 3);
        string lines = checkpoint?.Notes[Note] ?? "";
        var saver = new Saver(() =>
        {
            beforeSave();
            model.Capture(new Dictionary<string, string> { [Note] = lines }).Save(folder);
        });
        ready();
        foreach (var epoch in model.Epochs(scenario.Train, scenario.Validation, scenario.On(scenario.Threads), saver, resume: checkpoint))
        {
            lines += EpochLine.Of(epoch) + "\n";
            saver.Save();
        }
        lines += string.Create(CultureInfo.InvariantCulture, $"{model.StopReason} {model.BestEpoch}\n");
        File.WriteAllText(Path.Combine(folder, EpochsFile), lines);
        model.Save(Path.Combine(folder, ModelFile), overwrite: true);
    }

    private sealed class Saver(Action save) : IProgress<Step>
    {
        internal void Save() => save();

        public void Report(Step value) => save();
    }
}
