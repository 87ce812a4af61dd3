using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;

namespace Feedforward.Torture;

/// <summary>The kills of a run as a page of the documentation.</summary>
internal static class ResumePage
{
    private const string Start = """
        # Trainings that were killed and went on

        A training that goes on from a checkpoint gives the bytes of one that never stopped. Here forty small trainings
        ([Scenario.cs](../../tests/Feedforward.ResumeProbe/Scenario.cs): seven optimisers and six schedules, with dropout, penalties, clipping, max-norm, label smoothing, row weights, early
        stopping, short last batches and one to three threads) save a checkpoint after every batch and are killed with SIGKILL: after a random number of batches, or at a
        random moment. Each is started again until it is killed again or comes to its end.

        - **Where**: what the checkpoint says that could be loaded after the kill. **Within a save**: a file under its temporary name was left.
        - **Files that differ**: at the end the model, the records of all epochs (without times), and both generations of the checkpoint (with the optimiser's vectors, the best numbers and all counters)
          are compared byte by byte with those of a training that nobody killed.


        """;

    private static readonly string Configuration = typeof(ResumePage).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;

    private static readonly string Command = $"dotnet run -c {Configuration} --project tests/torture/Feedforward.Torture -- resume --page docs/reliability/resume.md";

    internal static string Of(ResumeTable table) =>
        Start + string.Create(CultureInfo.InvariantCulture, $"Written by `{Command}`: {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}; `Debug` is compiled with optimisation, as `Release` is.\n\n") + table;
}
