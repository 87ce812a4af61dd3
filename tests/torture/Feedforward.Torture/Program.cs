// Long checks, run by hand; their results are committed:
//
//     dotnet run -c Release --project tests/torture/Feedforward.Torture -- ulp [FUNCTION|all] [--stride 1] [--scalar-stride 61] [--threads 2] [--page FILE]
//     dotnet run -c Release --project tests/torture/Feedforward.Torture -- fuzz png|jpeg [--inputs N] [--seconds S] [--seed K]
//
// ulp: the functions on float lanes against double precision, over every float or every stride-th. Prints a table; --page writes it as a page.
// fuzz: damaged pictures against their readers. Prints how many; the first input that goes wrong is shown and ends it.

using System.Globalization;
using Feedforward.Tests;
using Feedforward.Torture;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args is ["fuzz", var kind, ..] && PictureFuzz.Kinds.Contains(kind)) return Fuzz(kind);
if (args is not ["ulp", ..]) return Fail("Name a check: ulp, fuzz png, fuzz jpeg.");
string name = args.Length > 1 && !args[1].StartsWith('-') ? args[1] : "all";
var chosen = FloatFunction.All.Where(f => name == "all" || name == f.Name).ToArray();
if (chosen.Length == 0) return Fail($"No function is named {name}: all, {string.Join(", ", FloatFunction.All)}.");
var table = new UlpTable(Number("--stride", 1), Number("--scalar-stride", 61), Number("--threads", Environment.ProcessorCount));
bool kept = table.Sweep(chosen);
Console.WriteLine(table);
if (Option("--page") is { } page) File.WriteAllText(page, UlpPage.Of(table));
return kept ? 0 : 1;

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
