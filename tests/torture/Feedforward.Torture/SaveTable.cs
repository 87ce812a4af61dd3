using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Feedforward.Tests;

namespace Feedforward.Torture;

/// <summary>Saves of files of growing length, each system call of them broken in every way, until there are enough.</summary>
internal sealed class SaveTable(int count)
{
    private const string Start = """
        # Saves that were disturbed

        A process saves a file (`replace`: over an old one; `new`: under a name that is free; `keep`: the old file gets a second name, as checkpoints are saved) while strace makes one of its system
        calls fail, once or (`+`) from then on, or kills the process there. After each: a name leads to the whole old or the whole new content, the exit code is 0 only where the new one is there and
        not 0 where an fsync failed, and nothing temporary is left where the process lived.


        """;

    private const string Command = "dotnet run -c Release --project tests/torture/Feedforward.Torture -- save --page docs/reliability/save.md";

    private static readonly string[] Modes = ["replace", "keep", "new"];

    private readonly ConcurrentDictionary<(string Mode, string Call, string What), int> _counts = [];
    private readonly ConcurrentBag<string> _wrong = [];

    /// <summary>Disturbs the saves; tells whether all was well.</summary>
    internal bool Run()
    {
        string root = Directory.CreateTempSubdirectory("feedforward-save-").FullName;
        try
        {
            var faults = new SaveFaults(root);
            if (!faults.Works) throw new NotSupportedException("strace is not installed, or may not trace here.");
            var chosen = new List<SaveFault>();
            for (int pieces = 1; chosen.Count < count; pieces += 3)
                foreach (string mode in Modes) chosen.AddRange(faults.All(mode, pieces));
            Parallel.ForEach(chosen, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, fault => Try(faults, fault));
            return _wrong.IsEmpty;
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    /// <summary>The table as a page of the documentation.</summary>
    internal string Page() =>
        Start + string.Create(CultureInfo.InvariantCulture, $"Written by `{Command}`: {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}.\n\n") + this;

    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine("| Save | Call | Disturbed by | Times |").AppendLine("|---|---|---|---|");
        foreach (var row in _counts.GroupBy(c => (c.Key.Mode, c.Key.Call)).OrderBy(g => g.Key.Mode, StringComparer.Ordinal).ThenBy(g => g.Key.Call, StringComparer.Ordinal))
            text.AppendLine(CultureInfo.InvariantCulture,
                $"| {row.Key.Mode} | {row.Key.Call} | {string.Join(", ", row.Select(c => c.Key.What).Distinct().Order(StringComparer.Ordinal))} | {row.Sum(c => c.Value)} |");
        text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"{_counts.Values.Sum():N0} disturbed saves: {_wrong.Count} files lost or stories wrong.");
        foreach (string wrong in _wrong.Order(StringComparer.Ordinal)) text.AppendLine(CultureInfo.InvariantCulture, $"- {wrong}");
        return text.ToString();
    }

    private void Try(SaveFaults faults, SaveFault fault)
    {
        var (outcome, injected) = faults.Break(fault);
        _counts.AddOrUpdate((fault.Mode, fault.Call.Name + (fault.Call.OnFolder ? " (folder)" : ""), fault.What), 1, (_, times) => times + 1);
        string? problem = injected ? SaveFaults.Judge(fault, outcome) : "did not happen";
        if (problem is not null) _wrong.Add($"{fault}: {problem}");
    }
}
