using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Feedforward.SaveProbe;

namespace Feedforward.Tests.Models;

/// <summary>
/// A process saves while strace makes one of its system calls fail, or kills it there. Whatever happens, the name leads to the whole old or
/// the whole new content, and the exit code tells the truth.
/// </summary>
public sealed partial class DurableFileFaultTests : IDisposable
{
    private const string Calls = "openat,pwrite64,fsync,close,rename,renameat2,link,unlink";
    private static readonly byte[] Old = Program.Content(1), New = Program.Content(2);
    private readonly string _folder = Directory.CreateTempSubdirectory("feedforward-fault-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>A call of the undisturbed save: the number-th one of that name on its thread, and whether it concerns the folder.</summary>
    private sealed record Call(string Name, int Number, bool OnFolder);

    /// <summary>A call and what befalls it: an error, or "KILL"; with "+", also every later call of that name.</summary>
    private sealed record Fault(Call Call, string What);

    [Fact]
    public void No_fault_while_replacing_loses_the_old_file_or_tells_a_lie()
    {
        var calls = CallsOfASave("replace");
        Assert.Equal(["openat", "pwrite64", "pwrite64", "pwrite64", "pwrite64", "fsync", "close", "rename", "openat", "fsync", "close"], calls.Select(c => c.Name));
        var faults = calls.SelectMany(call => Errors(call).Append("KILL").Select(what => new Fault(call, what))).ToArray();
        Assert.InRange(faults.Length, 40, 60);
        Parallel.ForEach(faults, new ParallelOptions { MaxDegreeOfParallelism = 2 }, fault =>
        {
            var (exit, content, temporary, message) = Break("replace", fault);
            string told = $"{fault}: exit {exit}, {message}";
            Assert.True(content.SequenceEqual(Old) || content.SequenceEqual(New), told);
            if (exit == 0) Assert.True(content.SequenceEqual(New), told);
            if (fault.What == "KILL") return;
            bool harmless = fault.Call.Name == "close" || fault is { Call.OnFolder: true, What: "EINVAL" };
            Assert.True(exit == (harmless ? 0 : 4), told);
            Assert.True(exit == 0 || content.SequenceEqual(fault.Call.OnFolder ? New : Old), told);
            Assert.True(!temporary, told);
            Assert.True(exit == 0 || message.StartsWith("FF41", StringComparison.Ordinal), told);
            Assert.DoesNotContain("   at ", message, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void A_new_name_falls_back_where_links_are_unknown_and_never_replaces()
    {
        var link = CallsOfASave("new").Single(call => call.Name == "link");
        Assert.Equal((0, true), Outcome(Break("new", new Fault(link, "EPERM"))));
        Assert.Equal((2, true), Outcome(Break("new", new Fault(link, "EEXIST"))));
        Assert.Equal((4, true), Outcome(Break("new", new Fault(link, "EPERM"), new Fault(new Call("renameat2", 1, false), "EIO"))));
        Assert.Equal((2, true), Outcome(Break("new", new Fault(link, "EPERM"), new Fault(new Call("renameat2", 1, false), "EEXIST"))));

        static (int Exit, bool Clean) Outcome((int Exit, byte[] Content, bool Temporary, string Message) run) =>
            (run.Exit, !run.Temporary && run.Content.SequenceEqual(run.Exit == 0 ? New : []));
    }

    private static string[] Errors(Call call) => call switch
    {
        { Name: "openat", OnFolder: false } => ["EACCES", "EMFILE", "ENOSPC", "EROFS", "EIO"],
        { Name: "openat" } => ["EMFILE", "EIO"],
        { Name: "pwrite64" } => ["ENOSPC", "EIO+", "EDQUOT"],
        { Name: "fsync", OnFolder: false } => ["EIO", "EIO+", "ENOSPC", "EDQUOT", "EINTR", "EINVAL+"],
        { Name: "fsync" } => ["EIO", "EINVAL", "ENOSPC"],
        { Name: "close" } => ["EIO"],
        _ => ["EACCES", "EIO", "ENOSPC", "EXDEV", "EROFS"],
    };

    /// <summary>The calls of an undisturbed save from the creation of its temporary file on.</summary>
    private Call[] CallsOfASave(string mode)
    {
        string trace = Path.Combine(_folder, "trace");
        string folder = Prepare("undisturbed-" + mode, mode);
        try
        {
            Assert.SkipUnless(Strace(trace, mode, folder).Exit == 0, "strace may not trace here.");
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("strace is not installed.");
        }
        var lines = File.ReadAllLines(trace).Select(line => CallLine().Match(line)).Where(match => match.Success).ToArray();
        int first = Array.FindIndex(lines, match => match.Value.Contains(".tmp\"", StringComparison.Ordinal));
        string thread = lines[first].Groups["thread"].Value;
        return [.. lines.Select((match, at) => (Line: match, At: at))
            .Where(line => line.At >= first && line.Line.Groups["thread"].Value == thread && line.Line.Value.Contains(folder, StringComparison.Ordinal))
            .Select(line => new Call(line.Line.Groups["name"].Value,
                lines.Take(line.At + 1).Count(l => l.Groups["thread"].Value == thread && l.Groups["name"].Value == line.Line.Groups["name"].Value),
                !line.Line.Value.Contains(".tmp", StringComparison.Ordinal)))];
    }

    private (int Exit, byte[] Content, bool Temporary, string Message) Break(string mode, params Fault[] faults)
    {
        string name = string.Join('-', faults.Select(f => $"{mode}-{f.Call.Name}-{f.Call.Number}-{f.What}"));
        string folder = Prepare(name, mode), trace = Path.Combine(_folder, name + ".trace");
        var injections = faults.SelectMany(fault => new[]
        {
            "-e", string.Create(CultureInfo.InvariantCulture, $"inject={fault.Call.Name}:") + (fault.What == "KILL" ? "signal=KILL" : "error=" + fault.What.TrimEnd('+'))
                + string.Create(CultureInfo.InvariantCulture, $":when={fault.Call.Number}") + (fault.What.EndsWith('+') ? "+" : ""),
        });
        var (exit, message) = Strace(trace, mode, folder, [.. injections]);
        if (faults.All(fault => fault.What != "KILL"))
            Assert.Contains(File.ReadLines(trace), line => line.Contains("(INJECTED)", StringComparison.Ordinal) && line.Contains(folder, StringComparison.Ordinal));
        string file = Path.Combine(folder, "m");
        return (exit, File.Exists(file) ? File.ReadAllBytes(file) : [], Directory.GetFiles(folder).Any(path => path != file), message);
    }

    private string Prepare(string name, string mode)
    {
        string folder = Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;
        if (mode == "replace") File.WriteAllBytes(Path.Combine(folder, "m"), Old);
        return folder;
    }

    private static (int Exit, string Message) Strace(string trace, string mode, string folder, params string[] injections)
    {
        string[] arguments = ["-f", "-y", "-qq", "-o", trace, "-e", "trace=" + Calls, .. injections,
            Path.Combine(AppContext.BaseDirectory, "Feedforward.SaveProbe"), mode, Path.Combine(folder, "m"), "2"];
        using var process = Process.Start(new ProcessStartInfo("strace", arguments) { RedirectStandardError = true })!;
        string message = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, message);
    }

    [GeneratedRegex(@"^(?<thread>\d+) +(?<name>\w+)\(.*")]
    private static partial Regex CallLine();
}
