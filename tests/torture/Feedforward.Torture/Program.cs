// Long checks, run by hand; their results are committed:
//
//     dotnet run -c Release --project tests/torture/Feedforward.Torture -- ulp [FUNCTION|all] [--stride 1] [--scalar-stride 61] [--threads 2] [--page FILE]
//     dotnet run -c Release --project tests/torture/Feedforward.Torture -- fuzz csv|idx [--inputs N] [--seconds S] [--seed 1] [--threads 2] [--replay NUMBER]
//
// ulp: the functions on float lanes against double precision, over every float or every stride-th. Prints a table; --page writes it as a page.
// fuzz: random inputs for a reader. A failing input is written to a file here; its number, with the same seed, reads it again.

using System.Globalization;
using Feedforward.Tests;
using Feedforward.Torture;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args is ["fuzz", ..]) return FuzzCheck.Run(args.ElementAtOrDefault(1), Option) is { } wrong ? Fail(wrong) : 0;
if (args is not ["ulp", ..]) return Fail("Name a check: ulp, fuzz.");
string name = args.Length > 1 && !args[1].StartsWith('-') ? args[1] : "all";
var chosen = FloatFunction.All.Where(f => name == "all" || name == f.Name).ToArray();
if (chosen.Length == 0) return Fail($"No function is named {name}: all, {string.Join(", ", FloatFunction.All)}.");
var table = new UlpTable(Number("--stride", 1), Number("--scalar-stride", 61), Number("--threads", Environment.ProcessorCount));
bool kept = table.Sweep(chosen);
Console.WriteLine(table);
if (Option("--page") is { } page) File.WriteAllText(page, UlpPage.Of(table));
return kept ? 0 : 1;

string? Option(string option) => Array.IndexOf(args, option) is >= 0 and var i && i + 1 < args.Length ? args[i + 1] : null;

int Number(string option, int otherwise) => Option(option) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

static int Fail(string sentence)
{
    Console.Error.WriteLine(sentence);
    return 2;
}
