using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Feedforward;
using Feedforward.Reading;

// Reads a generated CSV file into a data set and compares with Sylvan.Data.Csv: speed in turn, several rounds; peak memory in a child process.
// Usage: dotnet run -c Release --project bench/Feedforward.Reading [megabytes] [rounds]
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args is ["peak", var file, var threadCount, var kind])
{
    Peak.Print(file, int.Parse(threadCount, CultureInfo.InvariantCulture), kind);
    return;
}

long megabytes = args.Length > 0 ? long.Parse(args[0], CultureInfo.InvariantCulture) : 1000;
int rounds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 5;
var folder = Directory.CreateTempSubdirectory("feedforward-reading-");
try
{
    string path = Path.Combine(folder.FullName, "table.csv");
    int rows = GeneratedFile.Write(path, megabytes * 1_000_000);
    Console.WriteLine($"{RuntimeInformation.FrameworkDescription}, {Environment.ProcessorCount} processors, {new FileInfo(path).Length / 1e6:0} MB, {rows} rows");
    Measure(path, rounds);
    foreach (string what in new[] { Peak.DataSet, Peak.Table })
        for (int threads = 1; threads <= 2; threads++) Peak.InChild(path, threads, what);
}
finally
{
    folder.Delete(recursive: true);
}

static void Measure(string path, int rounds)
{
    const int Peer = 2;
    (string Name, Func<object> Read)[] ways =
    [
        ("rows only, Sylvan", () => Readers.SylvanRows(path)),
        ("rows only, ours", () => Readers.OurRows(path)),
        ("GetFloat, Sylvan", () => Readers.SylvanFloats(path)),
        ("data set, 1 thread", () => Readers.DataSet(path, 1)),
        ("data set, 2 threads", () => Readers.DataSet(path, 2)),
        ("table, 1 thread", () => Readers.Table(path, 1)),
        ("table, 2 threads", () => Readers.Table(path, 2)),
    ];
    var times = ways.Select(_ => new List<(double Wall, double Processor)>()).ToArray();
    var hashes = new HashSet<string>();
    for (int round = 0; round <= rounds; round++)
        for (int i = 0; i < ways.Length; i++)
        {
            GC.Collect();
            long start = Stopwatch.GetTimestamp();
            var processor = Environment.CpuUsage.TotalTime;
            object result = ways[i].Read();
            var time = (Stopwatch.GetElapsedTime(start).TotalSeconds, (Environment.CpuUsage.TotalTime - processor).TotalSeconds);
            if (round > 0) times[i].Add(time); // The first round warms up.
            else if (result is Dataset data) hashes.Add(Hash(data));
        }
    double length = new FileInfo(path).Length / 1e6;
    double[][] wall = [.. times.Select(t => t.Select(s => length / s.Wall).ToArray())], work = [.. times.Select(t => t.Select(s => length / s.Processor).ToArray())];
    Console.WriteLine($"{"",-20} {"MB/s",22} {"× GetFloat",11} {"MB per processor second",27} {"× GetFloat",11}");
    for (int i = 0; i < ways.Length; i++)
        Console.WriteLine($"{ways[i].Name,-20} {Show(wall[i]),22} {Median(wall[i]) / Median(wall[Peer]),11:0.00} {Show(work[i]),27} {Median(work[i]) / Median(work[Peer]),11:0.00}");
    Console.WriteLine($"data sets of 1 and 2 threads: {(hashes.Count == 1 ? "equal" : "DIFFERENT")}, SHA-256 {string.Join(' ', hashes)}");
}

static string Show(double[] speeds) => $"{Median(speeds):0} ({speeds.Min():0}–{speeds.Max():0})";

static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);

static string Hash(Dataset data)
{
    using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    var row = new float[data.Columns + data.Outputs];
    for (int i = 0; i < data.Rows; i++)
    {
        data.CopyInputs(i, row);
        data.CopyTargets(i, 0, 0, row.AsSpan(data.Columns));
        hash.AppendData(MemoryMarshal.AsBytes(row.AsSpan()));
    }
    return Convert.ToHexString(hash.GetHashAndReset())[..16];
}
