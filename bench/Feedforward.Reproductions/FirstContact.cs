using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Feedforward.Reproductions;

/// <summary>Every table that lies in the data folder, as somebody meets it first: <c>check</c>, then <c>train</c>, with nothing but the target's name.</summary>
internal static class FirstContact
{
    private const string Remarks = "remarks";

    private static readonly (string File, string Target)[] All =
    [
        ("iris.csv", "species"), ("wine.csv", "class"), ("breast_cancer.csv", "diagnosis"), ("digits.csv", "digit"), ("optdigits_train.csv", "digit"),
        ("diabetes.csv", "target"), ("california_housing.csv", "MedHouseVal"), ("california_housing_mixed.csv", "median_house_value"),
        ("adult_train.csv", "income"), ("adult_test.csv", "income"), ("titanic.csv", "Survived"), ("penguins.csv", "species"), ("auto_mpg.csv", "mpg"),
        ("abalone.csv", "rings"), ("wine_quality_red.csv", "quality"), ("wine_quality_white.csv", "quality"), ("ionosphere.csv", "class"), ("magic.csv", "class"),
        ("shuttle.csv.gz", "class"), ("house_16h.csv.gz", "price"), ("bike_sharing_hour.csv", "cnt"), ("student_por.csv", "G3"),
        ("bank_marketing.csv.gz", "y"), ("kddcup99_train.csv.gz", "label"), ("kddcup99_test.csv.gz", "label"),
    ];

    internal static void Run(string data)
    {
        string folder = Directory.CreateTempSubdirectory("first-contact-").FullName, page = Command.Page("first-contact");
        var text = new StringBuilder();
        text.AppendLine("# First contact").AppendLine();
        text.AppendLine("Every table of the data folder, met for the first time: `feedforward check FILE --target COLUMN`, then `feedforward train FILE --target COLUMN`, with no other flag.");
        text.AppendLine("Exit code, seconds and the greatest memory of each process stand beside it; other work may have run at the same time.").AppendLine();
        text.AppendLine("Written by `dotnet run -c Release --project bench/Feedforward.Reproductions -- first-contact --data-dir DIR`; the remarks are a person's.").AppendLine();
        if (File.Exists(page)) text.Append(RemarksOf(File.ReadAllText(page)));
        foreach (var (file, target) in All)
        {
            Console.WriteLine(file);
            File.CreateSymbolicLink(Path.Combine(folder, file), Path.Combine(Path.GetFullPath(data), file));
            text.AppendLine(CultureInfo.InvariantCulture, $"## {file}").AppendLine();
            Add(text, folder, ["check", file, "--target", target]);
            Add(text, folder, ["train", file, "--target", target]);
        }
        File.WriteAllText(page, text.ToString());
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>What a person wrote between two marks stays when the page is written anew.</summary>
    private static string RemarksOf(string page)
    {
        string begin = $"<!-- {Remarks} -->", end = $"<!-- end of {Remarks} -->";
        int from = page.IndexOf(begin, StringComparison.Ordinal), to = page.IndexOf(end, StringComparison.Ordinal);
        return from < 0 || to < 0 ? $"{begin}\n{end}\n\n" : page[from..(to + end.Length)] + "\n\n";
    }

    private static void Add(StringBuilder text, string folder, string[] words)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        foreach (string word in words.Prepend(Command.Path)) start.ArgumentList.Add(word);
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        long peak = 0;
        while (!process.WaitForExit(20)) peak = Math.Max(peak, PeakOf(process));
        double seconds = watch.Elapsed.TotalSeconds;
        text.AppendLine(CultureInfo.InvariantCulture, $"`feedforward {string.Join(' ', words)}` · exit {process.ExitCode} · {seconds:0.0} s · {peak / 1024.0:0} MB").AppendLine();
        text.AppendLine("```text").Append(Trimmed(errors.Result)).Append(Trimmed(output.Result)).AppendLine("```").AppendLine();
    }

    /// <summary>The lines without the spaces at their ends.</summary>
    private static string Trimmed(string text) => string.Join('\n', text.Split('\n').Select(line => line.TrimEnd()));

    /// <summary>The greatest memory of a process in kB, as Linux keeps it; 0 where it has ended.</summary>
    private static long PeakOf(Process process)
    {
        try
        {
            string? line = File.ReadLines($"/proc/{process.Id}/status").FirstOrDefault(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line.Split(':')[1].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is IOException or InvalidOperationException)
        {
            return 0;
        }
    }
}
