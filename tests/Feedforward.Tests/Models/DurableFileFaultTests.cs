using System.Collections.Concurrent;

namespace Feedforward.Tests.Models;

/// <summary>
/// A process saves while strace makes one of its system calls fail, or kills it there. Whatever happens, a name leads to the whole old or
/// the whole new content, and the exit code tells the truth.
/// </summary>
public sealed class DurableFileFaultTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("feedforward-fault-").FullName;
    private readonly SaveFaults _faults;

    public DurableFileFaultTests() => _faults = new SaveFaults(_folder);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void No_fault_loses_the_old_file_or_tells_a_lie()
    {
        Assert.SkipUnless(_faults.Works, "strace is not installed, or may not trace here.");
        Assert.Equal(["openat", "pwrite64", "pwrite64", "pwrite64", "pwrite64", "fsync", "close", "rename", "openat", "fsync", "close"],
            _faults.CallsOf("replace", 7).Select(c => c.Name));
        Assert.Equal(["openat", "pwrite64", "pwrite64", "pwrite64", "pwrite64", "fsync", "close", "rename", "rename", "openat", "fsync", "close"],
            _faults.CallsOf("keep", 7).Select(c => c.Name));
        SaveFault[] all = [.. _faults.All("replace", 7), .. _faults.All("keep", 7), .. _faults.All("new", 7), .. _faults.All("replace", 1)];
        Assert.InRange(all.Length, 200, 300);
        var wrong = new ConcurrentBag<string>();
        Parallel.ForEach(all, new ParallelOptions { MaxDegreeOfParallelism = 2 }, fault =>
        {
            var (outcome, injected) = _faults.Break(fault);
            if (!injected) wrong.Add($"{fault}: did not happen");
            if (SaveFaults.Judge(fault, outcome) is { } problem) wrong.Add($"{fault}: {problem} (exit {outcome.Exit}, {outcome.Message})");
        });
        Assert.Empty(wrong);
    }

    [Fact]
    public void A_new_name_falls_back_where_links_are_unknown_and_never_replaces()
    {
        Assert.SkipUnless(_faults.Works, "strace is not installed, or may not trace here.");
        var link = _faults.CallsOf("new", 7).Single(call => call.Name == "link");
        SaveFault Link(string error) => new("new", 7, link, error);
        SaveFault Rename(string error) => new("new", 7, new SaveCall("renameat2", 1, false), error);
        Assert.Equal((0, true), Outcome(Link("EPERM")));
        Assert.Equal((2, true), Outcome(Link("EEXIST")));
        Assert.Equal((4, true), Outcome(Link("EPERM"), Rename("EIO")));
        Assert.Equal((2, true), Outcome(Link("EPERM"), Rename("EEXIST")));

        (int Exit, bool Clean) Outcome(params SaveFault[] faults)
        {
            var outcome = _faults.Break(faults).Outcome;
            return (outcome.Exit, !outcome.Temporary && outcome.Content.SequenceEqual(outcome.Exit == 0 ? SaveFaults.New(7) : []));
        }
    }
}
