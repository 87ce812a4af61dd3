using System.Globalization;

namespace Feedforward.Tests.Data;

public class PipelineApplyTests
{
    private static readonly Table Train = Table.FromColumns("train.csv",
        new NumberColumn("size", [1, 2, 3, double.NaN, 5, 6]),
        new TextColumn("id", ["r1", "r2", "r3", "r4", "r5", "r6"]),
        new TextColumn("colour", ["red", "blue", "red", "blue", "blue", "red"]),
        new NumberColumn("weight", [0.5, 0.25, 0.75, 1, 0, 0.125]),
        new TextColumn("species", ["lily", "iris", "lily", "iris", "lily", "iris"]));

    private static readonly Pipeline Fitted = Pipeline.Fit(Train, "species");

    private static float[] Inputs(Dataset data)
    {
        var all = new float[data.Rows * data.Columns];
        for (int r = 0; r < data.Rows; r++) data.CopyInputs(r, all.AsSpan(r * data.Columns, data.Columns));
        return all;
    }

    private static Table Row(params (string, object?)[] cells) => TableRow.From(cells).Table;

    private static (float[] Row, string[] Codes) Apply(Table table)
    {
        var notices = new List<Notice>();
        return (Inputs(Fitted.ApplyInputs(table, notices)), [.. notices.Select(n => n.Code)]);
    }

    [Fact]
    public void A_table_becomes_rows_and_class_indices()
    {
        var notices = new List<Notice>();
        var data = Fitted.Apply(Train, notices);
        Assert.Equal((6, Fitted.Inputs, 2), (data.Rows, data.Columns, data.Outputs));
        Assert.Equal([1, 0, 1, 0, 1, 0], data.Classes.ToArray());
        Assert.Equal(5, Fitted.Inputs); // size, its flag, blue, red, weight
        Assert.Empty(notices);
        Assert.False(Fitted.ApplyInputs(Train.Without("species")).HasTargets);
    }

    [Fact]
    public void Tables_one_after_the_other_make_the_data_set_of_one_table()
    {
        foreach (string target in new[] { "species", "weight" })
        {
            var pipeline = Pipeline.Fit(Train, target);
            var whole = pipeline.Apply(Train);
            for (int rows = 1; rows <= 6; rows++)
            {
                IEnumerable<Table> Batches()
                {
                    for (int at = 0; at < 6; at += rows)
                        yield return Train.Select([.. Enumerable.Range(at, Math.Min(rows, 6 - at))]);
                }
                var data = pipeline.Apply(Batches());
                Assert.Equal((6, whole.Columns, whole.Outputs, whole.TargetScale(0)), (data.Rows, data.Columns, data.Outputs, data.TargetScale(0)));
                Assert.Equal(Inputs(whole), Inputs(data));
                Assert.Equal(whole.Classes.ToArray(), data.Classes.ToArray());
                Assert.Equal(Targets(whole), Targets(data));
            }
        }
    }

    [Fact]
    public void What_is_odd_in_several_tables_is_told_once()
    {
        var odd = Row(("size", 1), ("colour", "green"), ("weight", 0.5), ("species", "lily"));
        var notices = new List<Notice>();
        Assert.Equal(3, Fitted.Apply([odd, odd, odd], notices).Rows);
        Assert.Equal("FF2353", Assert.Single(notices).Code);
    }

    [Fact]
    public void No_table_at_all_is_no_data_set() =>
        Assert.Equal("FF2302", Assert.Throws<DataException>(() => Fitted.Apply(Array.Empty<Table>())).Code);

    private static float[] Targets(Dataset data)
    {
        var all = new float[data.Rows * data.Outputs];
        for (int r = 0; r < data.Rows; r++) data.CopyTargets(r, 0, 0, all.AsSpan(r * data.Outputs, data.Outputs));
        return all;
    }

    [Fact]
    public void Labels_have_no_part_in_the_inputs()
    {
        var other = Table.FromColumns("train.csv", Train["size"], Train["id"], Train["colour"], Train["weight"],
            new TextColumn("species", ["iris", "lily", "lily", "lily", "iris", "iris"]));
        Assert.DoesNotContain(Fitted.Columns, c => c.Name == "species");
        Assert.Equal(Inputs(Fitted.Apply(Train)), Inputs(Fitted.Apply(other)));
        Assert.Equal(Inputs(Fitted.Apply(Train)), Inputs(Pipeline.Fit(other, "species").Apply(Train)));
    }

    [Fact]
    public void Columns_are_found_by_name_in_any_order()
    {
        var shuffled = Table.FromColumns("test.csv", Train["species"], Train["weight"], Train["colour"], Train["size"]);
        var notices = new List<Notice>();
        Assert.Equal(Inputs(Fitted.Apply(Train)), Inputs(Fitted.Apply(shuffled, notices)));
        Assert.Empty(notices);
    }

    [Fact]
    public void More_columns_are_told_and_those_left_out_in_training_are_not()
    {
        var notices = new List<Notice>();
        Fitted.Apply(Table.FromColumns("test.csv", [.. Train.Columns, new NumberColumn("extra", [1, 2, 3, 4, 5, 6])]), notices);
        Assert.Equal("FF2352", Assert.Single(notices).Code);
        Assert.EndsWith("does not use: extra.", notices[0].Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_columns_are_refused_with_the_unexpected_ones_beside()
    {
        var error = Assert.Throws<DataException>(() => Fitted.Apply(Row(("Size", 1.0), ("colour", "red"), ("girth", 2.0))));
        Assert.Equal("FF2350", error.Code);
        Assert.Contains("Missing: size, weight, species.", error.Message, StringComparison.Ordinal);
        Assert.Contains("Unexpected: Size, girth.", error.Message, StringComparison.Ordinal);
        Assert.Contains("Is \"Size\" the column that was called \"size\"", error.Message, StringComparison.Ordinal);
        Assert.Equal("FF2350", Assert.Throws<DataException>(() => Fitted.Apply(Train.Without("species"))).Code);
    }

    [Fact]
    public void A_text_where_a_number_was_is_refused_with_its_place()
    {
        var table = Table.FromColumns("new.csv",
            new TextColumn("colour", ["red", "red"]), new NumberColumn("weight", [1, 1]), new TextColumn("size", ["3.5", "3,5"]));
        var error = Assert.Throws<DataException>(() => Fitted.ApplyInputs(table));
        Assert.Equal(("FF2351", "new.csv:2:3"), (error.Code, error.Notice.Place));
        Assert.Contains("\"3,5\"", error.Message, StringComparison.Ordinal);
        Assert.Equal(Apply(table.First(1)).Row, Apply(Row(("size", 3.5), ("colour", "red"), ("weight", 1.0))).Row);
    }

    [Fact]
    public void An_unseen_category_is_all_zeros_and_told()
    {
        var (row, codes) = Apply(Row(("size", 1.0), ("colour", "green"), ("weight", 0.5)));
        Assert.Equal([0f, 0f], row[2..4]);
        Assert.Equal(["FF2353"], codes);
    }

    [Fact]
    public void An_unexpected_blank_is_the_median_or_all_zeros_and_told()
    {
        var (row, codes) = Apply(Row(("size", null), ("colour", null), ("weight", null)));
        float[] median = Apply(Row(("size", 3.0), ("colour", "red"), ("weight", 0.375))).Row;
        Assert.Equal([median[0], 1, 0, 0, median[4]], row);
        Assert.Equal(["FF2355", "FF2354"], codes);
    }

    [Fact]
    public void A_number_far_outside_is_told_and_one_that_cannot_be_computed_is_refused()
    {
        Assert.Equal([], Apply(Row(("size", 11.0), ("colour", "red"), ("weight", -1.0))).Codes);
        var (row, codes) = Apply(Row(("size", 11.5), ("colour", "red"), ("weight", 2.5)));
        Assert.All(row, x => Assert.True(float.IsFinite(x)));
        Assert.Equal(["FF2356", "FF2356"], codes);
        var error = Assert.Throws<DataException>(() => Apply(Row(("colour", "red"), ("weight", 1e300), ("size", 1.0))));
        Assert.Equal(("FF2357", "table:1:2"), (error.Code, error.Notice.Place));
        Assert.Equal("FF2357", Assert.Throws<DataException>(() => Apply(Row(("colour", "red"), ("weight", -1.7e308), ("size", 1.0)))).Code);
    }

    [Fact]
    public void Notices_count_the_cells_and_show_the_first()
    {
        var notices = new List<Notice>();
        var table = Table.FromColumns("new.csv", new NumberColumn("size", [1, 99, -99]), new TextColumn("colour", ["red", "x\n", "y"]),
            new NumberColumn("weight", [1, 1, 1]));
        Fitted.ApplyInputs(table, notices);
        Assert.Equal(["new.csv:2:1", "new.csv:2:2"], notices.Select(n => n.Place));
        Assert.Contains("2 numbers", notices[0].Sentence, StringComparison.Ordinal);
        Assert.Contains("1 to 6, first 99", notices[0].Sentence, StringComparison.Ordinal);
        Assert.Contains("2 cells", notices[1].Sentence, StringComparison.Ordinal);
        Assert.Contains("\"x\\n\"", notices[1].Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_class_that_training_did_not_have_is_minus_one_and_told()
    {
        var notices = new List<Notice>();
        var rows = Table.FromColumns("test.csv", Train["size"], Train["colour"], Train["weight"],
            new TextColumn("species", ["iris", "Iris", "lily", "poppy", "poppy", "iris"]));
        var data = Fitted.Apply(rows, notices);
        Assert.Equal([0, -1, 1, -1, -1, 0], data.Classes.ToArray());
        Assert.Equal([1f, 0, 1, 0, 0, 1], Enumerable.Range(0, 6).Select(data.Weight));
        var notice = Assert.Single(notices);
        Assert.Equal(("FF2358", "test.csv:2:4"), (notice.Code, notice.Place));
        Assert.Contains("3 rows", notice.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_blank_label_is_refused_when_evaluating_and_not_looked_at_when_predicting()
    {
        var rows = Table.FromColumns("test.csv", Train["size"], Train["colour"], Train["weight"],
            new TextColumn("species", ["iris", "iris", null, "iris", "iris", "iris"]));
        var error = Assert.Throws<DataException>(() => Fitted.Apply(rows));
        Assert.Equal(("FF2340", "test.csv:3:4"), (error.Code, error.Notice.Place));
        Assert.Equal(6, Fitted.ApplyInputs(rows).Rows);
    }

    [Fact]
    public void Number_labels_match_however_they_are_read()
    {
        var numbers = Table.FromColumns("a.csv", new NumberColumn("x", [1, 2, 3]), new NumberColumn("y", [1, 2, 1]));
        var texts = Table.FromColumns("b.csv", new NumberColumn("x", [1, 2, 3]), new TextColumn("y", ["1.0", "2", "two"]));
        Assert.Equal([0, 1, -1], Pipeline.Fit(numbers, "y").Apply(texts).Classes.ToArray());
    }

    [Fact]
    public void Targets_of_a_regression_must_be_numbers_in_reach()
    {
        var x = new NumberColumn("x", [1, 2, 3]);
        var pipeline = Pipeline.Fit(Table.FromColumns("a.csv", x, new NumberColumn("y", [1e-30, 2e-30, 0.5e-30])), "y");
        DataException Refused(Column y) => Assert.Throws<DataException>(() => pipeline.Apply(Table.FromColumns("b.csv", x, y)));
        Assert.Equal("FF2340", Refused(new NumberColumn("y", [1, double.NaN, 1])).Code);
        Assert.Equal("FF2351", Refused(new TextColumn("y", ["1e-30", "x", "1"])).Code);
        Assert.Equal(("FF2359", "b.csv:2:2"), Refused(new NumberColumn("y", [1e-30, 1e30, 1])) is var e ? (e.Code, e.Notice.Place) : default);
    }

    [Fact]
    public void A_row_gives_the_same_bits_alone_and_in_any_batch_or_order()
    {
        float[] all = Inputs(Fitted.Apply(Train));
        int[] order = [4, 0, 5, 5, 2];
        float[] chosen = Inputs(Fitted.Apply(Train.Select(order)));
        for (int i = 0; i < order.Length; i++)
        {
            float[] expected = all[(order[i] * Fitted.Inputs)..((order[i] + 1) * Fitted.Inputs)];
            Assert.Equal(expected, chosen[(i * Fitted.Inputs)..((i + 1) * Fitted.Inputs)]);
            Assert.Equal(expected, Fitted.ApplyRow(Train[order[i]]));
            Assert.Equal(expected, Fitted.ApplyRow(Train.Select(order)[i]));
        }
    }

    [Fact]
    public void Applying_leaves_the_table_as_it_was()
    {
        double[] size = [1, double.NaN, 3], weight = [0.5, 1e3, 0];
        var table = Table.FromColumns("new.csv", new NumberColumn("size", size), new NumberColumn("weight", weight),
            new TextColumn("colour", ["red", null, "green"]));
        Fitted.ApplyInputs(table);
        Assert.Equal([1, double.NaN, 3], size);
        Assert.Equal([0.5, 1e3, 0], weight);
        Assert.Equal(["red", "", "green"], Enumerable.Range(0, 3).Select(r => table.Original(r, "colour")));
    }

    [Theory]
    [InlineData("de-DE")]
    [InlineData("tr-TR")]
    [InlineData("ar-SA")]
    [InlineData("th-TH")]
    public void The_culture_changes_nothing(string name)
    {
        var table = Table.FromColumns("t.csv", new TextColumn("i", ["I", "i", "ı", "İ", "I", "i", "ı", "İ"]),
            new NumberColumn("x", [0.5, 1.5, -2.25, 1e-7, 5, 6, 7, 8]), new NumberColumn("y", [-1, 1, -1, 1, -1, 1, -1, 1]));
        string json = Pipeline.Fit(table, "y").ToJson();
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(name);
            var pipeline = Pipeline.Fit(table, "y");
            Assert.Equal(json, pipeline.ToJson());
            Assert.Equal(Inputs(pipeline.Apply(table)), Inputs(Pipeline.FromJson(json).Apply(table)));
            Assert.Equal("-1 0.75   1 0.25", pipeline.Decode([0.75f, 0.25f]).ToString());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Rows_without_end_or_none_are_refused()
    {
        Assert.Equal("FF2302", Assert.Throws<DataException>(() => Fitted.ApplyInputs(Train.First(0))).Code);
        Assert.Equal("FF2364", Assert.Throws<DataException>(() =>
            Pipeline.ForImages(new ImageSet(new byte[8], 2, 2, [0, 1], ["0", "1"], "i")).ApplyInputs(Train)).Code);
    }
}
