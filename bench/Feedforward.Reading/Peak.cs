using System.Diagnostics;
using System.Globalization;

namespace Feedforward.Reading;

/// <summary>The most memory that a process of its own holds while it reads the file.</summary>
internal static class Peak
{
    internal const string DataSet = "data set", Table = "table";

    internal static void InChild(string path, int threads, string what)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!);
        foreach (string word in new[] { "peak", path, threads.ToString(CultureInfo.InvariantCulture), what }) start.ArgumentList.Add(word);
        using var child = Process.Start(start)!;
        child.WaitForExit();
        if (child.ExitCode != 0) throw new InvalidOperationException($"exit code {child.ExitCode}");
    }

    internal static void Print(string path, int threads, string what)
    {
        double before = HighWater();
        object read = what == Table ? Readers.Table(path, threads) : Readers.DataSet(path, threads);
        double peak = HighWater() - before, matrix = 4.0 * GeneratedFile.Columns * (read is Dataset data ? data.Rows : ((Feedforward.Table)read).Rows);
        Console.WriteLine($"memory, {what}, {threads} threads: peak {peak / 1e6:0} MB above the runtime's {before / 1e6:0} MB; matrix of floats {matrix / 1e6:0} MB; ratio {peak / matrix:0.00}");
    }

    private static double HighWater()
    {
        string line = File.ReadLines("/proc/self/status").First(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
        return 1024 * double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}
