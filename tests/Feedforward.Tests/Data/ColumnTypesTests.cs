namespace Feedforward.Tests.Data;

public class ColumnTypesTests
{
    private static readonly string[] Letters = ["a", "b", "c", "d"];

    private static ColumnFormat Infer(params string?[] cells) => ColumnTypes.Of(Table.FromColumns("t.csv", new TextColumn("c", cells)))["c"];

    private static ColumnFormat Infer(params double[] cells) => ColumnTypes.Of(Table.FromColumns("t.csv", new NumberColumn("c", cells)))["c"];

    private static string?[] Repeat(params string?[] cells) => [.. Enumerable.Range(0, 40).Select(i => cells[i % cells.Length])];

    private static double[] Count(int from, int count, int step = 1) => [.. Enumerable.Range(0, count).Select(i => (double)(from + (i * step)))];

    /// <summary>A column c beside a number x and a target y.</summary>
    private static Table With(Column column) => Table.FromColumns("t.csv",
        new NumberColumn("x", [.. Enumerable.Range(0, column.Rows).Select(i => i % 7 / 2.0)]), column,
        new TextColumn("y", [.. Enumerable.Range(0, column.Rows).Select(i => Letters[i % 2])]));

    private static PipelineOptions Told(ColumnType type, DateOrder? order = null) =>
        new() { Types = new Dictionary<string, ColumnFormat> { ["c"] = new(type, order) } };

    /// <summary>The inputs that the column c becomes, row after row.</summary>
    private static float[][] Inputs(Pipeline pipeline, Table table) => [.. Enumerable.Range(0, table.Rows).Select(r => pipeline.ApplyRow(table[r])[1..])];

    [Theory]
    [InlineData("true", "false")]
    [InlineData("True", "False")]
    [InlineData("YES", "no")]
    [InlineData("y", "N")]
    [InlineData("t", "f")]
    [InlineData("on", "off")]
    public void Two_words_that_answer_a_question_are_one_input_whatever_their_case(string yes, string no)
    {
        Assert.Equal(ColumnType.Boolean, Infer(Repeat(yes, no, null, yes.ToUpperInvariant())).Type);
        var table = With(new TextColumn("c", [yes, no, yes.ToUpperInvariant(), no, no]));
        var pipeline = Pipeline.Fit(table, "y");
        Assert.Equal(2, pipeline.Inputs);
        Assert.Equal([[1], [-1], [1], [-1], [-1]], Inputs(pipeline, table));
        Assert.Equal(new PipelineColumn("c", ColumnKind.Text) { Type = ColumnType.Boolean }, pipeline.Columns[1]);
    }

    [Fact]
    public void Other_pairs_of_words_and_the_numbers_0_and_1_stay_what_they_are()
    {
        Assert.Equal(ColumnType.Categorical, Infer(Repeat("yes", "false")).Type);
        Assert.Equal(ColumnType.Categorical, Infer(Repeat("yes", "no", "unknown")).Type);
        Assert.Equal(ColumnType.Categorical, Infer(Repeat("yes")).Type);
        Assert.Equal(ColumnType.Categorical, Infer(Repeat("male", "female")).Type);
        Assert.Equal(ColumnType.Numeric, Infer(0, 1, 1, 0).Type);
    }

    [Fact]
    public void A_blank_answer_is_0_and_flagged_and_an_unknown_one_is_told()
    {
        var table = With(new TextColumn("c", ["yes", null, "no", "no"]));
        var pipeline = Pipeline.Fit(table, "y");
        Assert.Equal([[1, 0], [0, 1], [-1, 0], [-1, 0]], Inputs(pipeline, table));
        Assert.Equal("FF2335", Assert.Single(pipeline.Notices).Code);
        var odd = new List<Notice>();
        var rows = With(new TextColumn("c", ["No", "perhaps", "yes", "yes"]));
        Assert.Equal(4, pipeline.Apply(rows, odd).Rows);
        Assert.Equal([[-1, 0], [0, 0], [1, 0], [1, 0]], Inputs(pipeline, rows));
        Assert.Equal(("FF2353", "t.csv:2:2"), (Assert.Single(odd).Code, odd[0].Place));
        odd.Clear();
        Pipeline.Fit(With(new TextColumn("c", ["yes", "no", "no"])), "y").Apply(table, odd);
        Assert.Equal("FF2355", Assert.Single(odd).Code);
    }

    [Fact]
    public void Numbers_are_categories_or_answers_where_a_person_says_so()
    {
        var table = With(new NumberColumn("c", [10, 2, 1, 2, double.NaN, 10]));
        var pipeline = Pipeline.Fit(table, "y", Told(ColumnType.Categorical));
        Assert.Equal([[0, 1, 0, 0], [0, 0, 1, 0], [1, 0, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1], [0, 1, 0, 0]], Inputs(pipeline, table)); // 1, 10, 2, blank
        Assert.Equal(ColumnKind.Number, pipeline.Columns[1].Kind);
        Assert.Contains("\"blanks\":true,\"kind\":\"number\"", pipeline.ToJson(), StringComparison.Ordinal);
        var read = Pipeline.FromJson(pipeline.ToJson());
        Assert.Equal(Inputs(pipeline, table), Inputs(read, table));
        // 1.0 in a file whose column is texts is the number 1.
        Assert.Equal([1, 0, 0, 0], read.ApplyRow(TableRow.From(("x", 1), ("c", "1.0")))[1..]);

        var answers = With(new NumberColumn("c", [1, 0, 0, 1]));
        Assert.Equal([[1], [-1], [-1], [1]], Inputs(Pipeline.Fit(answers, "y", Told(ColumnType.Boolean)), answers));
        var wrong = Assert.Throws<DataException>(() => Pipeline.Fit(table, "y", Told(ColumnType.Boolean)));
        Assert.Equal(("FF2407", "t.csv:1:2"), (wrong.Code, wrong.Notice.Place));
    }

    [Fact]
    public void Texts_are_numbers_where_a_person_says_so_and_all_of_them_are()
    {
        var table = With(new TextColumn("c", ["007", "010", null, "4"]));
        var pipeline = Pipeline.Fit(table, "y", Told(ColumnType.Numeric) with { Scaling = Scaling.MinMax });
        Assert.Equal([[0.5f, 0], [1, 0], [0.5f, 1], [0, 0]], Inputs(pipeline, table));
        var wrong = Assert.Throws<DataException>(() => Pipeline.Fit(With(new TextColumn("c", ["1", "2", "x3"])), "y", Told(ColumnType.Numeric)));
        Assert.Equal(("FF2401", "t.csv:3:2"), (wrong.Code, wrong.Notice.Place));
        Assert.Contains("--types c=categorical", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_of_rows_are_left_out_with_a_warning_unless_told_otherwise()
    {
        Assert.Equal(ColumnType.Identifier, Infer(Count(100, 30)).Type);
        Assert.Equal(ColumnType.Identifier, Infer([.. Count(0, 30, 2), double.NaN]).Type);
        Assert.Equal(ColumnType.Numeric, Infer(Count(0, 30, 4)).Type);
        Assert.Equal(ColumnType.Numeric, Infer(Count(0, 19)).Type);
        Assert.Equal(ColumnType.Numeric, Infer([.. Count(0, 30), 7]).Type);
        Assert.Equal(ColumnType.Numeric, Infer([.. Count(0, 30), 7.5]).Type);
        var table = With(new NumberColumn("c", Count(1, 30)));
        var pipeline = Pipeline.Fit(table, "y");
        Assert.Equal(["x"], pipeline.Columns.Select(c => c.Name));
        Assert.Equal("FF2336", Assert.Single(pipeline.Notices).Code);
        foreach (var options in (PipelineOptions[])[new() { Use = ["c"] }, Told(ColumnType.Numeric)])
        {
            Assert.Equal(2, Pipeline.Fit(table, "y", options).Inputs);
            Assert.Empty(Pipeline.Fit(table, "y", options).Notices);
        }
        foreach (var options in (PipelineOptions[])[new() { Ignore = ["c"] }, Told(ColumnType.Identifier)])
        {
            Assert.Equal(1, Pipeline.Fit(table, "y", options).Inputs);
            Assert.Empty(Pipeline.Fit(table, "y", options).Notices);
        }
    }

    [Fact]
    public void Numbers_like_those_of_rows_are_used_where_nothing_else_is_left()
    {
        var table = Table.FromColumns(null, new NumberColumn("t", Count(0, 40)), new NumberColumn("y", [.. Count(0, 40).Select(t => Math.Sqrt(t))]));
        var pipeline = Pipeline.Fit(table, "y");
        Assert.Equal(["t"], pipeline.Columns.Select(c => c.Name));
        Assert.Equal("FF2404", Assert.Single(pipeline.Notices).Code);
        Assert.DoesNotContain("\"left_out\":[\"t\"]", pipeline.ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public void Names_and_free_text_are_told_apart_and_both_left_out()
    {
        string[] names = [.. Enumerable.Range(0, 60).Select(i => $"no{i} street")], texts = [.. Enumerable.Range(0, 60).Select(i => $"the {i} th of some remarks")];
        Assert.Equal(ColumnType.Identifier, Infer(names).Type);
        Assert.Equal(ColumnType.Text, Infer(texts).Type);
        Assert.Equal(ColumnType.Text, Infer([.. texts.Select((_, i) => $"第{i}条很长的意见")]).Type);
        Assert.Equal("FF2010", Assert.Single(Pipeline.Fit(With(new TextColumn("c", names)), "y").Notices).Code);
        Assert.Equal("FF2405", Assert.Single(Pipeline.Fit(With(new TextColumn("c", texts)), "y").Notices).Code);
        Assert.Equal(61, Pipeline.Fit(With(new TextColumn("c", texts)), "y", new() { Use = ["c"] }).Inputs);
        Assert.Empty(Pipeline.Fit(With(new TextColumn("c", texts)), "y", Told(ColumnType.Text)).Notices);
        Assert.Equal(61, Pipeline.Fit(With(new TextColumn("c", texts)), "y", Told(ColumnType.Categorical)).Inputs);
    }

    [Fact]
    public void Types_of_all_rows_hold_for_a_part_of_them()
    {
        var table = With(new TextColumn("c", Repeat("yes", "no", "perhaps", "yes")));
        var types = ColumnTypes.Of(table);
        Assert.Equal(ColumnType.Categorical, types["c"].Type);
        var part = table.Select([0, 1, 4, 5]); // yes, no, yes, no
        Assert.Equal(3, Pipeline.Fit(part, "y", null, types).Inputs);
        Assert.Equal(2, Pipeline.Fit(part, "y").Inputs);
        Assert.Equal("FF1203", Assert.Throws<OptionException>(() => types["d"]).Code);
    }

    [Fact]
    public void A_type_is_read_as_it_is_written_and_others_are_refused()
    {
        foreach (string text in (string[])["numeric", "categorical", "boolean", "datetime", "identifier", "text", "datetime(dd/MM/yyyy)", "datetime(MM/dd/yyyy)"])
            Assert.Equal(text, ColumnFormat.Parse(text).ToString());
        Assert.Equal(ColumnType.Categorical, ColumnFormat.Parse("Categorical").Type);
        var error = Assert.Throws<OptionException>(() => ColumnFormat.Parse("categorial"));
        Assert.Equal("FF2408", error.Code);
        Assert.Contains("\"categorical\"", error.Message, StringComparison.Ordinal);
        Assert.Equal("FF2408", Assert.Throws<OptionException>(() => ColumnFormat.Parse("datetime(mm/dd/yyyy)")).Code);
    }

    [Fact]
    public void A_type_is_told_of_a_column_that_is_there_and_not_of_the_target()
    {
        var table = With(new NumberColumn("c", [1, 2, 5]));
        var options = new PipelineOptions { Types = new Dictionary<string, ColumnFormat> { ["y"] = new(ColumnType.Categorical) } };
        Assert.Equal("FF2406", Assert.Throws<OptionException>(() => Pipeline.Fit(table, "y", options)).Code);
        Assert.Equal("FF1203", Assert.Throws<OptionException>(() => Pipeline.Fit(table.Without("c"), "y", Told(ColumnType.Numeric))).Code);
    }
}
