// Reproduces published results with the command itself:
//
//     dotnet run -c Release --project bench/Feedforward.Reproductions -- nielsen --data-dir DIR [--seeds 5] [--jobs 2]
//     dotnet run -c Release --project bench/Feedforward.Reproductions -- tables --data-dir DIR [--seeds 10] [--jobs 2]
//     dotnet run -c Release --project bench/Feedforward.Reproductions -- first-contact --data-dir DIR
//
// Writes docs/reproductions/nielsen.md, tables.md and first-contact.md.

using System.Globalization;
using Feedforward.Reproductions;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (Option("--data-dir") is not { } data) return Fail("--data-dir is missing: the folder with the data.");
if (!File.Exists(Command.Path)) return Fail($"{Command.Path} is missing: run `dotnet build -c Release src/Feedforward.Cli` first.");
int jobs = Number("--jobs", 2);

switch (args)
{
    case ["nielsen", ..]:
        Nielsen.Run(data, Number("--seeds", 5), jobs);
        return 0;
    case ["tables", ..]:
        Tables.Run(data, Number("--seeds", 10), jobs);
        return 0;
    case ["first-contact", ..]:
        FirstContact.Run(data);
        return 0;
    default:
        return Fail("Name what to reproduce: nielsen, tables or first-contact.");
}

string? Option(string name) => Array.IndexOf(args, name) is >= 0 and var i && i + 1 < args.Length ? args[i + 1] : null;

int Number(string name, int otherwise) => Option(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

static int Fail(string sentence)
{
    Console.Error.WriteLine(sentence);
    return 2;
}
