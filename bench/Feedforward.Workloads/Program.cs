// Measures this library beside its peers, and how its cost grows:
//
//     dotnet run -c Release --project bench/Feedforward.Workloads -- peers [w1 w4 …] [--data-dir DIR] [--rounds 5] [--seconds 2] [--python /usr/bin/python3]
//     dotnet run -c Release --project bench/Feedforward.Workloads -- scaling [--rounds 5] [--seconds 0.5]
//
// Writes docs/benchmarks/<processor>.md, and docs/benchmarks/<processor>-scaling.md with its plot. With --data-dir, where MNIST lies, its images are measured too.

using System.Globalization;
using Feedforward.Workloads;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

switch (args)
{
    case ["peers", ..]:
        string[] ids = [.. args.Skip(1).TakeWhile(word => !word.StartsWith('-'))];
        new PeerRuns(ids, Option("--data-dir"), (int)Number("--rounds", 5), Number("--seconds", 2), Option("--python") ?? "/usr/bin/python3").Run();
        return 0;
    case ["scaling", ..]:
        Scaling.Run((int)Number("--rounds", 5), Number("--seconds", 0.5));
        return 0;
    default:
        Console.Error.WriteLine("Name what to measure: peers or scaling.");
        return 2;
}

string? Option(string name) => Array.IndexOf(args, name) is >= 0 and var i && i + 1 < args.Length ? args[i + 1] : null;

double Number(string name, double otherwise) => Option(name) is { } text ? double.Parse(text, CultureInfo.InvariantCulture) : otherwise;
