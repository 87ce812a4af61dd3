using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Feedforward.Tests;

/// <summary>A call of an undisturbed save: the number-th one of that name on its thread, and whether it concerns the folder.</summary>
internal sealed record SaveCall(string Name, int Number, bool OnFolder);

/// <summary>A call and what befalls it: an error, or "KILL"; with "+", also every later call of that name.</summary>
internal sealed record SaveFault(string Mode, int Pieces, SaveCall Call, string What)
{
    internal bool IsKill => What == "KILL";

    public override string ToString() => $"{Mode} of {Pieces} pieces: {Call.Name} {Call.Number}{(Call.OnFolder ? " on the folder" : "")} → {What}";
}

/// <summary>What a save that was disturbed left.</summary>
internal sealed record SaveOutcome(int Exit, byte[] Content, byte[] Previous, bool Temporary, string Message);

/// <summary>
/// Saves by a process of its own (SaveProbe) while strace makes one of its system calls fail, or kills it there.
/// Modes: <c>replace</c> an old file, a <c>new</c> one, and <c>keep</c> the old one under a second name, as checkpoints are saved.
/// </summary>
internal sealed partial class SaveFaults(string root)
{
    private const string Calls = "openat,pwrite64,fsync,close,rename,renameat2,link,unlink";

    /// <summary>Whether programs can be traced here.</summary>
    internal bool Works
    {
        get
        {
            try
            {
                return Strace(Path.Combine(root, "works"), "replace", 1, Prepare("works-folder", "replace", 1)).Exit == 0;
            }
            catch (Win32Exception)
            {
                return false;
            }
        }
    }

    /// <summary>What the file holds before, and what is to be saved.</summary>
    internal static byte[] Old(int pieces) => SaveProbe.Program.Content(1, pieces);

    internal static byte[] New(int pieces) => SaveProbe.Program.Content(2, pieces);

    /// <summary>Every call of an undisturbed save with everything that may befall it.</summary>
    internal SaveFault[] All(string mode, int pieces) =>
        [.. CallsOf(mode, pieces).SelectMany(call => Errors(call).Append("KILL").Select(what => new SaveFault(mode, pieces, call, what)))];

    /// <summary>The calls of an undisturbed save from the creation of its temporary file on.</summary>
    internal SaveCall[] CallsOf(string mode, int pieces)
    {
        string name = $"undisturbed-{mode}-{pieces}", trace = Path.Combine(root, name + ".trace"), folder = Prepare(name, mode, pieces);
        _ = Strace(trace, mode, pieces, folder);
        var lines = File.ReadAllLines(trace).Select(line => CallLine().Match(line)).Where(match => match.Success).ToArray();
        int first = Array.FindIndex(lines, match => match.Value.Contains(".tmp\"", StringComparison.Ordinal));
        string thread = lines[first].Groups["thread"].Value;
        return [.. lines.Select((match, at) => (Line: match, At: at))
            .Where(line => line.At >= first && line.Line.Groups["thread"].Value == thread && line.Line.Value.Contains(folder, StringComparison.Ordinal))
            .Select(line => new SaveCall(line.Line.Groups["name"].Value,
                lines.Take(line.At + 1).Count(l => l.Groups["thread"].Value == thread && l.Groups["name"].Value == line.Line.Groups["name"].Value),
                !line.Line.Value.Contains(".tmp", StringComparison.Ordinal) && line.Line.Groups["name"].Value is not "rename"))];
    }

    /// <summary>Saves with faults, the first of which names the case; tells too whether each of them happened.</summary>
    internal (SaveOutcome Outcome, bool Injected) Break(params SaveFault[] faults)
    {
        var (mode, pieces) = (faults[0].Mode, faults[0].Pieces);
        string name = string.Join('-', faults.Select(f => $"{mode}-{pieces}-{f.Call.Name}-{f.Call.Number}-{f.What}"));
        string folder = Prepare(name, mode, pieces), trace = Path.Combine(root, name + ".trace");
        var injections = faults.SelectMany(fault => new[]
        {
            "-e", $"inject={fault.Call.Name}:" + (fault.IsKill ? "signal=KILL" : "error=" + fault.What.TrimEnd('+'))
                + string.Create(CultureInfo.InvariantCulture, $":when={fault.Call.Number}") + (fault.What.EndsWith('+') ? "+" : ""),
        });
        var (exit, message) = Strace(trace, mode, pieces, folder, [.. injections]);
        bool injected = faults.Any(fault => fault.IsKill)
            || File.ReadLines(trace).Any(line => line.Contains("(INJECTED)", StringComparison.Ordinal) && line.Contains(folder, StringComparison.Ordinal));
        string file = Path.Combine(folder, "m"), previous = Path.Combine(folder, "previous");
        var outcome = new SaveOutcome(exit, Read(file), Read(previous), Directory.GetFiles(folder).Any(path => path != file && path != previous), message);
        Directory.Delete(folder, recursive: true);
        File.Delete(trace);
        return (outcome, injected);
    }

    /// <summary>What is wrong with an outcome, or null: the old or the new content is whole under one of the names, and the exit code tells the truth.</summary>
    internal static string? Judge(SaveFault fault, SaveOutcome outcome)
    {
        byte[] old = Old(fault.Pieces), fresh = New(fault.Pieces);
        bool isNew = outcome.Content.SequenceEqual(fresh), isOld = fault.Mode == "new" ? outcome.Content.Length == 0 : outcome.Content.SequenceEqual(old);
        bool keptBeside = fault.Mode == "keep" && outcome.Content.Length == 0 && outcome.Previous.SequenceEqual(old);
        if (!isNew && !isOld && !keptBeside) return "neither the old file nor the new one is whole";
        if (fault.Mode == "keep" && outcome.Previous.Length > 0 && !outcome.Previous.SequenceEqual(old)) return "the second name leads to something else";
        if (outcome.Exit == 0 && !isNew) return "exit 0, and the new file is not there";
        if (fault.IsKill) return null;
        // Closing a file that is on the disk already loses nothing; a folder that knows no fsync says EINVAL and has nothing to wait for.
        bool harmless = fault.Call.Name is "close" or "unlink" || fault is { Call: { OnFolder: true, Name: "fsync" }, What: "EINVAL" };
        if (outcome.Exit != (harmless ? 0 : 4)) return $"exit {outcome.Exit}";
        if (outcome.Exit == 0) return null;
        if (fault.Call.OnFolder ? !isNew : !isOld) return "the exit code tells the other story";
        if (outcome.Temporary) return "a temporary file is left";
        if (!outcome.Message.StartsWith("FF41", StringComparison.Ordinal)) return "no code: " + outcome.Message;
        return outcome.Message.Contains("   at ", StringComparison.Ordinal) ? "a stack trace" : null;
    }

    private static string[] Errors(SaveCall call) => call switch
    {
        { Name: "openat", OnFolder: false } => ["EACCES", "EMFILE", "ENFILE", "ENOSPC", "EROFS", "EIO"],
        { Name: "openat" } => ["EMFILE", "EIO", "EACCES"],
        { Name: "pwrite64" } => ["ENOSPC", "EIO", "EIO+", "EDQUOT", "EFBIG", "EPERM"],
        { Name: "fsync", OnFolder: false } => ["EIO", "EIO+", "ENOSPC", "EDQUOT", "EINTR", "EINVAL+", "EROFS"],
        { Name: "fsync" } => ["EIO", "EINVAL", "ENOSPC", "EDQUOT"],
        { Name: "close" } => ["EIO"],
        { Name: "link" } => [],
        { Name: "unlink" } => ["EIO"],
        _ => ["EACCES", "EIO", "ENOSPC", "EXDEV", "EROFS", "EBUSY"],
    };

    private static byte[] Read(string path) => File.Exists(path) ? File.ReadAllBytes(path) : [];

    private string Prepare(string name, string mode, int pieces)
    {
        string folder = Directory.CreateDirectory(Path.Combine(root, name)).FullName;
        if (mode != "new") File.WriteAllBytes(Path.Combine(folder, "m"), Old(pieces));
        return folder;
    }

    private static (int Exit, string Message) Strace(string trace, string mode, int pieces, string folder, params string[] injections)
    {
        string[] arguments = ["-f", "-y", "-qq", "-o", trace, "-e", "trace=" + Calls, .. injections,
            Path.Combine(AppContext.BaseDirectory, "Feedforward.SaveProbe"), mode, Path.Combine(folder, "m"), "2", pieces.ToString(CultureInfo.InvariantCulture)];
        using var process = Process.Start(new ProcessStartInfo("strace", arguments) { RedirectStandardError = true })!;
        string message = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, message);
    }

    [GeneratedRegex(@"^(?<thread>\d+) +(?<name>\w+)\(.*")]
    private static partial Regex CallLine();
}
