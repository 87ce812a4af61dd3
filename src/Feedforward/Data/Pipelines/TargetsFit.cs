namespace Feedforward;

/// <summary>Decides from training rows what one or several target columns are: classes, labels or numbers.</summary>
internal sealed class TargetsFitter
{
    private readonly Cells[] _cells;
    private readonly LearningTask? _told;
    private readonly TargetFitter? _single;

    /// <exception cref="OptionException">
    /// FF1203: a target is not there. FF2454: classes of several columns. FF2456: a target is named twice. FF2457: there is none.
    /// </exception>
    internal TargetsFitter(Table rows, IReadOnlyList<string> targets, LearningTask? told)
    {
        if (targets.Count == 0) throw Errors.Option("FF2457");
        if (targets.GroupBy(t => t, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice) throw Errors.Option("FF2456", twice.Key);
        _cells = [.. targets.Select(target => new Cells(rows, rows[target], 0, rows.Rows))];
        if (targets.Count > 1 && told == LearningTask.Classification) throw Errors.Option("FF2454", targets.Count);
        _told = told;
        if (targets.Count == 1 && told != LearningTask.MultiLabel) _single = new TargetFitter(_cells[0], told);
    }

    internal IReadOnlyList<Notice> Notices => _single?.Notices ?? [];

    /// <summary>What was decided and how to decide otherwise; null where the task was told.</summary>
    internal Notice? Decision { get; private set; }

    /// <summary>What is learned, as told or as the cells say, none of which may be blank.</summary>
    /// <exception cref="DataException">FF2340: a label is blank. FF2452: columns that are neither all labels nor all numbers.</exception>
    internal LearningTask Task()
    {
        if (_single is not null) return _single.Task();
        foreach (var cells in _cells) cells.RequireLabels();
        if (_told is { } told) return told;
        if (_cells.All(cells => LabelCells.FirstOther(cells) < 0)) return LearningTask.MultiLabel;
        var texts = _cells.FirstOrDefault(cells => cells.Column is TextColumn);
        if (texts.Column is null) return LearningTask.Regression;
        int other = Math.Max(0, LabelCells.FirstOther(texts));
        throw texts.Error(other, "FF2452", texts.Column.Name, texts.Shown(other));
    }

    internal Target Fit()
    {
        if (_single is not null)
        {
            var target = _single.Fit();
            Decision = _single.Decision;
            return target;
        }
        bool labels = Task() == LearningTask.MultiLabel;
        if (_told is null) Decision = Errors.Notice(labels ? "FF2450" : "FF2451", NearestName.List(_cells.Select(c => c.Column.Name)));
        return labels
            ? new LabelTarget([.. _cells.Select(Label)])
            : new NumberTarget([.. _cells.Select(cells => new TargetFitter(cells, LearningTask.Regression).Number())]);
    }

    /// <summary>A label with the words that the training rows have for no and yes, each as it is first written.</summary>
    private static TargetLabel Label(Cells cells)
    {
        string? no = null, yes = null;
        for (int i = 0; i < cells.Count; i++)
        {
            if (LabelCells.Has(cells, i)) yes ??= cells.Text(i);
            else no ??= cells.Text(i);
        }
        return no is not null && yes is not null
            ? new TargetLabel(cells.Column.Name, cells.Column.Kind, no, yes)
            : throw Errors.Data("FF2455", cells.Column.Name, Evidence.Of((no ?? yes)!));
    }
}
