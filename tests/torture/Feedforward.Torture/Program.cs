// Long checks, run by hand; their results are committed:
//
//     dotnet run -c Release --project tests/torture/Feedforward.Torture -- ulp [FUNCTION|all] [--stride 1] [--scalar-stride 61] [--threads 2] [--page FILE]
//     dotnet run -c Release --project tests/torture/Feedforward.Torture -- fuzz csv|idx|config|png|jpeg [--inputs N] [--seconds S] [--seed 1] [--threads 2] [--replay NUMBER]
//
//     dotnet run -c Release --project tests/torture/Feedforward.Torture -- resume [--count 1000] [--page FILE]
//
//     dotnet run -c Release --project tests/torture/Feedforward.Torture -- save [--count 1000] [--page FILE]
//
//     dotnet run -c Release --project tests/torture/Feedforward.Torture -- studio [--minutes 30] [--seconds 20]
//
// ulp: the functions on float lanes against double precision, over every float or every stride-th. Prints a table; --page writes it as a page.
// resume: forty small trainings, killed --count times in all and gone on with, against trainings that nobody killed.
// save: at least --count saves, each with a system call that fails or at which the process is killed. Needs strace.
// studio: one browser plays all labs in turn, --seconds each, as fast as frames come. Prints the studio's memory each minute, and how it grows.
// fuzz: random inputs for a reader. A failing input is written to a file here (csv, idx, config) or shown; its number, with the same seed, reads it again.

using System.Globalization;
using Feedforward.Tests;
using Feedforward.Torture;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
return args switch
{
    ["ulp", ..] => Ulp(),
    ["resume", ..] => Resume(),
    ["save", ..] => Save(),
    ["studio", ..] => new StudioSoak(Number("--minutes", 30), Number("--seconds", 20)).Run() ? 0 : 1,
    ["fuzz", var kind, ..] when PictureFuzz.Kinds.Contains(kind) => Fuzz(kind),
    ["fuzz", ..] => FuzzCheck.Run(args.ElementAtOrDefault(1), Option) is { } wrong ? Fail(wrong) : 0,
    _ => Fail("Name a check: ulp, resume, save, studio, fuzz."),
};

int Ulp()
{
    string name = args.Length > 1 && !args[1].StartsWith('-') ? args[1] : "all";
    var chosen = FloatFunction.All.Where(f => name == "all" || name == f.Name).ToArray();
    if (chosen.Length == 0) return Fail($"No function is named {name}: all, {string.Join(", ", FloatFunction.All)}.");
    var table = new UlpTable(Number("--stride", 1), Number("--scalar-stride", 61), Number("--threads", Environment.ProcessorCount));
    bool kept = table.Sweep(chosen);
    Console.WriteLine(table);
    if (Option("--page") is { } page) File.WriteAllText(page, UlpPage.Of(table));
    return kept ? 0 : 1;
}

int Resume()
{
    var table = new ResumeTable(Math.Max(1, Number("--count", 1000) / Feedforward.ResumeProbe.Scenario.All.Count));
    bool kept = table.Run();
    Console.WriteLine(table);
    if (Option("--page") is { } page) File.WriteAllText(page, ResumePage.Of(table));
    return kept ? 0 : 1;
}

int Save()
{
    var table = new SaveTable(Number("--count", 1000));
    bool kept = table.Run();
    Console.WriteLine(table);
    if (Option("--page") is { } page) File.WriteAllText(page, table.Page());
    return kept ? 0 : 1;
}

int Fuzz(string kind)
{
    var fuzz = new PictureFuzz(kind).Run(Number("--inputs", int.MaxValue), Number("--seconds", 60), Number("--seed", 1));
    Console.WriteLine($"{kind}: {fuzz.Inputs} inputs, {fuzz.Accepted} accepted, slowest {fuzz.Slowest:0.000} s");
    if (fuzz.Failure is null) return 0;
    Console.Error.WriteLine(fuzz.Failure);
    return 1;
}

string? Option(string option) => Array.IndexOf(args, option) is >= 0 and var i && i + 1 < args.Length ? args[i + 1] : null;

int Number(string option, int otherwise) => Option(option) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

static int Fail(string sentence)
{
    Console.Error.WriteLine(sentence);
    return 2;
}
