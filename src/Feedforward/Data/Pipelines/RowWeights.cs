namespace Feedforward;

/// <summary>Reads how much each row counts.</summary>
internal static class RowWeights
{
    /// <summary>The weights of a table's rows; 1 each where the table does not have the column.</summary>
    /// <exception cref="DataException">FF2458: a weight is blank, negative, no number, or too large for a float.</exception>
    internal static void Read(Table table, string column, Span<float> weights)
    {
        if (table.Find(column) is not { } found)
        {
            weights.Fill(1);
            return;
        }
        var cells = new Cells(table, found, 0, table.Rows);
        for (int i = 0; i < weights.Length; i++)
        {
            float weight = cells.TryNumber(i, out double number) ? (float)number : float.NaN;
            weights[i] = weight >= 0 && float.IsFinite(weight)
                ? weight
                : throw cells.Error(i, "FF2458", column, cells.Shown(i));
        }
    }

    /// <summary>Refuses, before anything is learned, weights that cannot be.</summary>
    /// <exception cref="OptionException">FF1203: there is no such column. FF2460: it is a target.</exception>
    /// <exception cref="DataException">FF2458, FF2459.</exception>
    internal static void Require(Table train, string column, IReadOnlyList<string> targets)
    {
        _ = train[column];
        if (targets.Contains(column)) throw Errors.Option("FF2460", column);
        var weights = new float[train.Rows];
        Read(train, column, weights);
        if (!weights.AsSpan().ContainsAnyExcept(0f)) throw Errors.Data("FF2459", train.Named, column);
    }
}
