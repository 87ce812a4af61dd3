namespace Feedforward;

public sealed partial class Table
{
    /// <summary>Splits the rows at random into training, validation and test rows; each part keeps the order of the file.</summary>
    /// <param name="train">Share of the training rows.</param>
    /// <param name="validation">Share of the validation rows; may be 0.</param>
    /// <param name="test">Share of the test rows; may be 0. The three make 1.</param>
    /// <param name="seed">The same seed gives the same split.</param>
    /// <exception cref="OptionException">FF2102: the shares do not make 1.</exception>
    /// <exception cref="DataException">FF2101: a part with a share would have no row.</exception>
    public (Table Train, Table Validation, Table Test) Split(double train, double validation, double test, ulong seed = 42)
    {
        if (train is not (> 0 and <= 1) || validation is not (>= 0 and < 1) || test is not (>= 0 and < 1)
            || Math.Abs(train + validation + test - 1) > 1e-9)
            throw Errors.Option("FF2102", train, validation, test);
        return Split(new SplitOptions
        {
            Validation = SplitSize.Fraction(validation),
            Test = SplitSize.Fraction(test),
            Seed = seed,
        });
    }

    /// <summary>
    /// Splits the rows into training, validation and test rows; each part keeps the order of the file. Where under 1 % of the rows repeat
    /// another, equal rows go to the same side (random and stratified splits). The notices of a split are those of its training part.
    /// </summary>
    /// <exception cref="OptionException">FF1203: the rule names a column that is not there.</exception>
    /// <exception cref="DataException">
    /// FF2101: a part that was asked for would have no row. FF2107: too few rows of each class. FF2108, FF2109: no order of time.
    /// </exception>
    public (Table Train, Table Validation, Table Test) Split(SplitOptions options)
    {
        var splitter = new Splitter(this, options);
        splitter.Assign();
        splitter.JoinDuplicates();
        splitter.RequireRows();
        return (Of(SplitPart.Train), Of(SplitPart.Validation), Of(SplitPart.Test));

        Table Of(SplitPart part) => Part(row => splitter.Parts[row] == part, part == SplitPart.Train ? splitter.Notices : []);
    }

    private Table Part(Func<int, bool> belongs, IReadOnlyList<Notice> notices) =>
        View([.. Enumerable.Range(0, Rows).Where(belongs).Select(Origin)], notices);
}
