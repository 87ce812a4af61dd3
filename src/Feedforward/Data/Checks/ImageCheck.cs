using System.Globalization;

namespace Feedforward;

/// <summary>Looks at images.</summary>
internal static class ImageCheck
{
    private const double MostShare = 0.95;

    internal static DataReport Run(ImageSet images)
    {
        var findings = new List<Finding> { new(Severity.Ok, Errors.Notice("FF2443", images.Rows, images.Height, images.Width)) };
        if (images.Rows < 2) findings.Add(new(Severity.Error, Errors.Notice("FF2346", images.Rows)));
        int blank = 0, first = -1;
        for (int row = 0; row < images.Rows; row++)
        {
            if (images.Pixels(row).ContainsAnyExcept(images.Pixels(row)[0])) continue;
            blank++;
            if (first < 0) first = row;
        }
        if (blank > 0) findings.Add(new(Severity.Warning, Errors.Notice("FF2445", blank, first)));
        Repeated(images, findings);
        var classes = Classes(images, findings);
        return new DataReport(images.Source, images.Rows, findings)
        {
            Task = images.Labels is null ? null : LearningTask.Classification,
            Classes = classes,
        };
    }

    /// <summary>Images whose pixels are all equal to those of one before them, and whether their classes are, too.</summary>
    private static void Repeated(ImageSet images, List<Finding> findings)
    {
        var known = new Dictionary<ulong, int>();
        int repeated = 0, contradicting = 0, firstRow = 0, secondRow = 0;
        for (int row = 0; row < images.Rows; row++)
        {
            ulong hash = 0;
            foreach (byte pixel in images.Pixels(row)) hash = DuplicateCheck.Mixed(hash, pixel);
            if (known.TryAdd(hash, row) || !images.Pixels(known[hash]).SequenceEqual(images.Pixels(row))) continue;
            if (repeated++ == 0) (firstRow, secondRow) = (known[hash], row);
            if (images.Labels is { } labels && labels[known[hash]] != labels[row]) contradicting++;
        }
        if (repeated > 0) findings.Add(new(Severity.Warning, Errors.Notice("FF2444", repeated, firstRow, secondRow, contradicting)));
    }

    private static (string Class, int Rows)[] Classes(ImageSet images, List<Finding> findings)
    {
        if (images.Labels is not { } labels)
        {
            findings.Add(new(Severity.Info, Errors.Notice("FF2446")));
            return [];
        }
        var counts = new int[images.Classes.Count];
        foreach (int label in labels) counts[label]++;
        var classes = new (string, int)[counts.Length];
        var shown = new string[counts.Length];
        int largest = 0, used = 0;
        for (int c = 0; c < counts.Length; c++)
        {
            classes[c] = (images.Classes[c], counts[c]);
            shown[c] = string.Create(CultureInfo.InvariantCulture, $"{Evidence.Of(images.Classes[c])} {counts[c]}");
            if (counts[c] > counts[largest]) largest = c;
            if (counts[c] > 0) used++;
        }
        if (used == 1) findings.Add(new(Severity.Error, Errors.Notice("FF2341", images.Source, Evidence.Of(images.Classes[largest]))));
        findings.Add(new(Severity.Info, Errors.Notice("FF2426", "label", NearestName.List(shown))));
        if (used > 1 && counts[largest] >= MostShare * images.Rows)
            findings.Add(new(Severity.Warning, Errors.Notice("FF2422", Evidence.Of(images.Classes[largest]), CheckedTable.Percent(counts[largest], images.Rows))));
        return classes;
    }
}
