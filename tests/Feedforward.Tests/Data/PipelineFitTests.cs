namespace Feedforward.Tests.Data;

public class PipelineFitTests
{
    private static readonly string[] TwoClasses = ["a", "b", "a", "b"];

    private static Table With(params Column[] columns) =>
        Table.FromColumns("train.csv", [.. columns, new TextColumn("y", [.. Enumerable.Range(0, columns[0].Rows).Select(i => TwoClasses[i % 2])])]);

    /// <summary>The rows that a pipeline makes of its own training table, column after column.</summary>
    private static float[][] Columns(Pipeline pipeline, Table table)
    {
        var columns = new float[pipeline.Inputs][];
        var rows = Enumerable.Range(0, table.Rows).Select(r => pipeline.ApplyRow(table[r])).ToArray();
        for (int c = 0; c < columns.Length; c++) columns[c] = [.. rows.Select(r => r[c])];
        return columns;
    }

    private static float[][] Fitted(PipelineOptions options, params Column[] columns) =>
        With(columns) is var table ? Columns(Pipeline.Fit(table, "y", options), table) : [];

    [Fact]
    public void Numbers_are_standardised_by_mean_and_deviation()
    {
        // Mean 2.5, deviation √1.25.
        double step = 1 / Math.Sqrt(1.25);
        Assert.Equal([[(float)(-1.5 * step), (float)(-0.5 * step), (float)(0.5 * step), (float)(1.5 * step)]], Fitted(new(), new NumberColumn("x", [1, 2, 3, 4])));
    }

    [Fact]
    public void Numbers_are_scaled_to_0_and_1_by_least_and_greatest() =>
        Assert.Equal([[0, 0.25f, 1]], Fitted(new() { Scaling = Scaling.MinMax }, new NumberColumn("x", [-2, 0, 6])));

    [Fact]
    public void Median_and_quartiles_are_those_of_the_sorted_numbers()
    {
        var random = new Random(5);
        for (int i = 0; i < 2000; i++)
        {
            int n = random.Next(1, 60), different = random.Next(1, 100);
            double[] values = [.. Enumerable.Range(0, n).Select(k => i % 4 == 0 ? Math.Min(k, n - k) : (double)random.Next(different))];
            double[] sorted = [.. values.Order()];
            double Quantile(double share)
            {
                double place = (n - 1) * share;
                int below = (int)place;
                return sorted[below] + ((place - below) * (sorted[Math.Min(below + 1, n - 1)] - sorted[below]));
            }
            var statistics = new NumberStatistics(values);
            Assert.Equal((sorted[0], sorted[^1]), (statistics.Low, statistics.High));
            Assert.Equal(Quantile(0.5), statistics.Median);
            Assert.Equal(Quantile(0.75) - Quantile(0.25), statistics.QuartileRange);
        }
    }

    [Fact]
    public void Robust_scaling_uses_median_and_quartiles() =>
        // Sorted 0 1 2 3 1000: median 2, quartiles 1 and 3.
        Assert.Equal([[-1, -0.5f, 0, 0.5f, 499]], Fitted(new() { Scaling = Scaling.Robust }, new NumberColumn("x", [0, 1, 2, 3, 1000])));

    [Fact]
    public void Robust_scaling_takes_the_deviation_where_the_quartiles_are_equal()
    {
        // Mean 1, deviation √(Σ(x − 1)² / 8) = √7.
        float step = (float)(8 / Math.Sqrt(7));
        Assert.Equal([[0, 0, 0, 0, 0, 0, 0, step]], Fitted(new() { Scaling = Scaling.Robust }, new NumberColumn("x", [0, 0, 0, 0, 0, 0, 0, 8])));
    }

    [Fact]
    public void Statistics_survive_numbers_whose_squares_do_not()
    {
        float[] expected = [-1, 1, -1, 1];
        Assert.Equal([expected], Fitted(new(), new NumberColumn("x", [1e200, 3e200, 1e200, 3e200])));
        Assert.Equal([expected], Fitted(new(), new NumberColumn("x", [1e-200, 3e-200, 1e-200, 3e-200])));
        Assert.Equal([expected], Fitted(new(), new NumberColumn("x", [1e15, 1e15 + 2, 1e15, 1e15 + 2])));
    }

    [Fact]
    public void Numbers_too_far_apart_for_a_difference_are_refused()
    {
        var error = Assert.Throws<DataException>(() => Fitted(new(), new NumberColumn("x", [-1e308, 1e308])));
        Assert.Equal("FF2348", error.Code);
        Assert.Contains("\"x\"", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_blank_number_takes_the_median_and_is_flagged_in_an_input_of_its_own()
    {
        var table = With(new NumberColumn("age", [double.NaN, 10, 20, 60, 30]));
        var pipeline = Pipeline.Fit(table, "y", new() { Scaling = Scaling.MinMax });
        Assert.Equal(2, pipeline.Inputs);
        Assert.Equal([[0.3f, 0, 0.2f, 1, 0.4f], [1, 0, 0, 0, 0]], Columns(pipeline, table));
        var notice = Assert.Single(pipeline.Notices);
        Assert.Equal("FF2020", notice.Code);
        Assert.Contains("age 1 (20 %)", notice.Sentence, StringComparison.Ordinal);
        Assert.Contains("never read as 0", notice.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_number_that_is_constant_or_blank_leaves_only_its_flag()
    {
        var table = With(new NumberColumn("member", [1, double.NaN, 1, double.NaN]));
        Assert.Equal([[0, 1, 0, 1]], Columns(Pipeline.Fit(table, "y"), table));
    }

    [Fact]
    public void Categories_are_ones_in_ordinal_order()
    {
        float[][] rows = Fitted(new(), new TextColumn("c", ["b", "a", "B", "b", "a", "B"]));
        Assert.Equal([[0, 0, 1, 0, 0, 1], [0, 1, 0, 0, 1, 0], [1, 0, 0, 1, 0, 0]], rows); // B, a, b
    }

    [Fact]
    public void A_blank_category_is_a_category_where_the_training_rows_had_one()
    {
        var table = With(new TextColumn("c", ["b", null, "b", "a", "a"]));
        var pipeline = Pipeline.Fit(table, "y");
        Assert.Equal([[0, 0, 0, 1, 1], [1, 0, 1, 0, 0], [0, 1, 0, 0, 0]], Columns(pipeline, table));
        Assert.Equal("FF2335", Assert.Single(pipeline.Notices).Code);
    }

    [Fact]
    public void Constant_and_blank_columns_are_left_out_and_told()
    {
        var pipeline = Pipeline.Fit(
            With(
                new NumberColumn("x", [1, 2, 3, 5]),
                new NumberColumn("seven", [7, 7, 7, 7]),
                new TextColumn("same", ["s", "s", "s", "s"]),
                new NumberColumn("nothing", [double.NaN, double.NaN, double.NaN, double.NaN]),
                new TextColumn("void", [null, null, null, ""])),
            "y");
        Assert.Equal([new PipelineColumn("x", ColumnKind.Number)], pipeline.Columns);
        Assert.Equal(["FF2333", "FF2334"], pipeline.Notices.Select(n => n.Code));
        Assert.EndsWith(": seven, same.", pipeline.Notices[0].Sentence, StringComparison.Ordinal);
        Assert.EndsWith(": nothing, void.", pipeline.Notices[1].Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(50, 200, true)]
    [InlineData(51, 200, false)]
    [InlineData(10, 20, true)]
    [InlineData(11, 20, false)]
    public void A_text_column_with_too_many_values_is_left_out(int distinct, int rows, bool kept)
    {
        var city = new TextColumn("city", [.. Enumerable.Range(0, rows).Select(i => $"c{i % distinct}")]);
        var table = With(new NumberColumn("x", [.. Enumerable.Range(0, rows).Select(i => i % 7.0)]), city);
        var pipeline = Pipeline.Fit(table, "y");
        Assert.Equal(kept, pipeline.Columns.Any(c => c.Name == "city"));
        Assert.Equal(kept ? [] : ["FF2010"], pipeline.Notices.Select(n => n.Code));
        Assert.Equal(distinct + 1, Pipeline.Fit(table, "y", new() { Use = ["city"] }).Inputs);
        Assert.Empty(Pipeline.Fit(table, "y", new() { Ignore = ["city"] }).Notices);
    }

    [Fact]
    public void Ignored_columns_are_no_inputs_and_must_exist()
    {
        var table = With(new NumberColumn("a", [1, 2]), new NumberColumn("b", [3, 5]));
        Assert.Equal(["b"], Pipeline.Fit(table, "y", new() { Ignore = ["a"] }).Columns.Select(c => c.Name));
        Assert.Equal("FF1203", Assert.Throws<OptionException>(() => Pipeline.Fit(table, "y", new() { Ignore = ["c"] })).Code);
        Assert.Equal("FF1203", Assert.Throws<OptionException>(() => Pipeline.Fit(table, "y", new() { Use = ["c"] })).Code);
        Assert.Equal("FF1230", Assert.Throws<OptionException>(() => Pipeline.Fit(table, "y", new() { Ignore = ["y"] })).Code);
        Assert.Equal("FF1203", Assert.Throws<OptionException>(() => Pipeline.Fit(table, "z")).Code);
    }

    [Fact]
    public void No_feature_left_is_an_error_that_counts_them()
    {
        var error = Assert.Throws<DataException>(() => Fitted(new(), new NumberColumn("x", [7, 7, 7])));
        Assert.Equal("FF2347", error.Code);
        Assert.Contains("0 features", error.Message, StringComparison.Ordinal);
        Assert.Contains("minimum of 1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_few_samples_are_an_error_that_counts_them()
    {
        var table = With(new NumberColumn("x", [1, 2]));
        Assert.Contains("1 sample", Assert.Throws<DataException>(() => Pipeline.Fit(table.First(1), "y")).Message, StringComparison.Ordinal);
        Assert.Contains("0 sample", Assert.Throws<DataException>(() => Pipeline.Fit(table.First(0), "y")).Message, StringComparison.Ordinal);
        Assert.Equal([[-1, 1]], Columns(Pipeline.Fit(table, "y"), table));
    }

    [Fact]
    public void Only_training_rows_are_learned_from()
    {
        var train = With(new NumberColumn("x", [1, 2, 3, double.NaN]), new TextColumn("c", ["a", "b", "a", "b"]));
        var all = With(new NumberColumn("x", [1, 2, 3, double.NaN, 1e6]), new TextColumn("c", ["a", "b", "a", "b", "z"]));
        Assert.Equal(Pipeline.Fit(train, "y").ToJson(), Pipeline.Fit(all.First(4), "y").ToJson());
        Assert.NotEqual(Pipeline.Fit(train, "y").ToJson(), Pipeline.Fit(all, "y").ToJson());
    }

    [Fact]
    public void Fitting_twice_gives_the_same_pipeline_and_leaves_options_and_table_alone()
    {
        double[] x = [3, 1, double.NaN, 2];
        var table = With(new NumberColumn("x", x), new TextColumn("c", ["q", null, "p", "p"]));
        var options = new PipelineOptions { Scaling = Scaling.Robust };
        Assert.Equal(Pipeline.Fit(table, "y", options).ToJson(), Pipeline.Fit(table, "y", options).ToJson());
        Assert.Equal([3, 1, double.NaN, 2], x);
        Assert.Equal(new PipelineOptions { Scaling = Scaling.Robust }, options);
        Assert.Equal(["q", "", "p", "p"], Enumerable.Range(0, 4).Select(r => table.Original(r, "c")));
    }
}
