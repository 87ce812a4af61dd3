using System.Diagnostics;
using System.Globalization;
using Feedforward.ResumeProbe;

namespace Feedforward.Tests.Training;

/// <summary>
/// A process that trains is killed: by itself between two batches, and by strace at a system call of its saving. Started again until it comes to its end, it
/// leaves the model, the epochs and the checkpoints of a process that nobody killed.
/// </summary>
public sealed class ResumeProcessTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("feedforward-resume-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("adam cosine", 1, 3, 7)]
    [InlineData("lbfgs l2", 2, 5)]
    public void Killed_between_two_batches_it_goes_on(string scenario, params int[] batches)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "A killed process has another exit code there.");
        string folder = Folder("run");
        foreach (int batch in batches) Assert.Equal(137, Probe(scenario, folder, batch));
        Assert.Equal(0, Probe(scenario, folder));
        AssertSame(Undisturbed(scenario), folder);
    }

    /// <summary>Two renames make a save, except the first one: the old file gets its second name, the new file the first.</summary>
    [Fact]
    public void Killed_within_a_save_it_goes_on()
    {
        const string Scenario = "momentum step";
        string whole = Undisturbed(Scenario), folder = Folder("run");
        var kills = new (string Call, int Number)[]
            { ("rename", 1), ("fsync", 1), ("rename", 2), ("rename", 3), ("fsync", 4), ("rename", 4), ("rename", 5), ("fsync", 5), ("rename", 3), ("rename", 2) };
        foreach (var (call, number) in kills)
        {
            int exit = Strace(folder, Scenario, call, number);
            Assert.SkipWhen(exit == -1, "strace is not installed, or may not trace here.");
            Assert.Equal(137, exit);
            // Whatever the moment, what can be loaded is whole.
            if (Directory.GetFiles(folder, "checkpoint*").Length > 0) Assert.InRange(Checkpoint.Load(folder).Step, 1, long.MaxValue);
        }
        Assert.Equal(0, Probe(Scenario, folder));
        AssertSame(whole, folder);
    }

    [Fact]
    public void Where_the_new_one_gets_no_name_the_old_one_keeps_its_own()
    {
        const string Scenario = "momentum step";
        string folder = Folder("run");
        Assert.SkipUnless(Strace(folder, Scenario, "rename", 3, "error=EIO") == 134, "strace is not installed, or may not trace here.");
        Assert.Equal(1, Checkpoint.Load(folder).Step);
        Assert.Equal([Checkpoint.FileName], Directory.GetFiles(folder).Select(Path.GetFileName));
    }

    private string Undisturbed(string scenario)
    {
        string folder = Folder("whole");
        Program.Run(Scenario.Named(scenario), folder, () => { }, () => { });
        return folder;
    }

    private string Folder(string name) => Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;

    private static void AssertSame(string whole, string folder)
    {
        foreach (string file in new[] { Program.ModelFile, Program.EpochsFile, Checkpoint.FileName, Checkpoint.PreviousFileName })
            Assert.Equal(File.ReadAllBytes(Path.Combine(whole, file)), File.ReadAllBytes(Path.Combine(folder, file)));
    }

    private static string ProbePath => Path.Combine(AppContext.BaseDirectory, "Feedforward.ResumeProbe");

    private static int Probe(string scenario, string folder, int? batches = null) =>
        Start(ProbePath, batches is { } n ? [scenario, folder, n.ToString(CultureInfo.InvariantCulture)] : [scenario, folder]);

    private static int Strace(string folder, string scenario, string call, int number, string fault = "signal=KILL")
    {
        string inject = string.Create(CultureInfo.InvariantCulture, $"inject={call}:{fault}:when={number}");
        try
        {
            return Start("strace", ["-f", "-qq", "-o", "/dev/null", "-e", "trace=" + call, "-e", inject, ProbePath, scenario, folder]) is var exit && exit == 1 ? -1 : exit;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return -1;
        }
    }

    private static int Start(string program, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        if (!process.WaitForExit(TimeSpan.FromMinutes(2)))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail("The probe hangs.");
        }
        errors.Wait();
        return process.ExitCode;
    }
}
