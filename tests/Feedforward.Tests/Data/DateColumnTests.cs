namespace Feedforward.Tests.Data;

public class DateColumnTests
{
    private static readonly DateTime Moment = new(2011, 3, 31, 14, 5, 0);

    private static Table With(params string?[] dates) => Table.FromColumns("t.csv",
        new TextColumn("when", dates), new NumberColumn("y", [.. dates.Select((_, i) => i + 0.5)]));

    private static PipelineOptions Told(string format) =>
        new() { Types = new Dictionary<string, ColumnFormat> { ["when"] = ColumnFormat.Parse(format) } };

    private static float[] Row(Pipeline pipeline, Table table, int row) => pipeline.ApplyRow(table[row]);

    [Theory]
    [InlineData("2011-03-31 14:05", DateOrder.YearMonthDay)]
    [InlineData("2011-03-31T14:05", DateOrder.YearMonthDay)]
    [InlineData("2011-3-31 14:05:00", DateOrder.YearMonthDay)]
    [InlineData("2011/03/31 14:05:00.000", DateOrder.YearMonthDay)]
    [InlineData("2011-03-31T14:05:00Z", DateOrder.YearMonthDay)]
    [InlineData("2011-03-31T16:35:00+02:30", DateOrder.YearMonthDay)]
    [InlineData("2011-03-31T09:05:00.0000000-0500", DateOrder.YearMonthDay)]
    [InlineData("2011-04-01T00:05+10", DateOrder.YearMonthDay)]
    [InlineData("31.03.2011 14:05", DateOrder.DayMonthYear)]
    [InlineData("31/3/2011 14:05", DateOrder.DayMonthYear)]
    [InlineData("3/31/2011 14:05", DateOrder.MonthDayYear)]
    [InlineData("03-31-2011 14:05", DateOrder.MonthDayYear)]
    public void Dates_are_read_as_they_are_written(string text, DateOrder order)
    {
        Assert.True(DateText.TryParse(text, order, out var moment));
        Assert.Equal(Moment, moment);
        foreach (var other in Enum.GetValues<DateOrder>())
            if (other != order) Assert.False(DateText.TryParse(text, other, out _));
    }

    [Theory]
    [InlineData("")]
    [InlineData("2011")]
    [InlineData("2011-02-29")]
    [InlineData("2011-13-01")]
    [InlineData("2011-00-01")]
    [InlineData("0000-01-01")]
    [InlineData("11-01-01")]
    [InlineData("2011-01/01")]
    [InlineData("20110101")]
    [InlineData("2011-01-01 ")]
    [InlineData("2011-01-01 24:00")]
    [InlineData("2011-01-01 12")]
    [InlineData("2011-01-01 12:")]
    [InlineData("2011-01-01 12:60")]
    [InlineData("2011-01-01 12:00:")]
    [InlineData("2011-01-01 12:00:00.")]
    [InlineData("2011-01-01 12:00 PM")]
    [InlineData("2011-01-01 12:00+")]
    [InlineData("2011-01-01 12:00+1:")]
    [InlineData("0001-01-01 00:00+01:00")]
    [InlineData("2011-01-0１")]
    [InlineData("2011-01-01-")]
    public void What_is_no_date_is_none_in_any_order(string text)
    {
        foreach (var order in Enum.GetValues<DateOrder>()) Assert.False(DateText.TryParse(text, order, out _));
    }

    [Fact]
    public void A_date_is_days_and_the_places_in_year_and_week()
    {
        // 2024 is a leap year, and its first day is a Monday.
        var table = With("2024-01-01", "2024-07-02", "2024-04-01");
        var pipeline = Pipeline.Fit(table, "y", new() { Scaling = Scaling.MinMax });
        Assert.Equal(5, pipeline.Inputs);
        Assert.Equal([0, 0, 1, 0, 1], Row(pipeline, table, 0));
        float[] middle = Row(pipeline, table, 1);
        double week = 2 * Math.PI / 7;
        float[] expected = [1, 0, -1, (float)Math.Sin(week), (float)Math.Cos(week)];
        for (int i = 0; i < 5; i++) Assert.Equal(expected[i], middle[i], 1e-6f);
        Assert.Equal(91f / 183, Row(pipeline, table, 2)[0]);
        Assert.Equal(ColumnType.DateTime, Assert.Single(pipeline.Columns).Type);
        Assert.Equal(pipeline.ToJson(), Pipeline.FromJson(pipeline.ToJson()).ToJson());
        Assert.Equal(middle, Row(Pipeline.FromJson(pipeline.ToJson()), table, 1));
    }

    [Fact]
    public void Times_add_the_place_in_the_day_and_a_cycle_that_does_not_turn_is_left_out()
    {
        // The same day of the week and of the year: only the hour differs.
        var table = With("2024-01-01 00:00", "2024-01-01 06:00", "2024-01-01 12:00");
        var pipeline = Pipeline.Fit(table, "y");
        Assert.Equal(7, pipeline.Inputs);
        float[] six = Row(pipeline, table, 1);
        Assert.Equal((1f, 0f), (six[5], MathF.Round(six[6], 6)));
        Assert.Equal(3, Pipeline.Fit(With("2024-01-01", "2024-01-08", "2024-01-15"), "y").Inputs); // all of them Mondays
    }

    [Fact]
    public void A_blank_date_takes_the_median_and_is_flagged_and_another_text_is_an_error()
    {
        var table = With("2024-01-01", null, "2024-01-03", "2024-01-11");
        var pipeline = Pipeline.Fit(table, "y", new() { Scaling = Scaling.MinMax });
        Assert.Equal("FF2020", Assert.Single(pipeline.Notices).Code);
        Assert.Equal([0.2f, 0, 0, 0, 0, 1], Row(pipeline, table, 1));
        Assert.Equal(0, Row(pipeline, table, 0)[^1]);
        var error = Assert.Throws<DataException>(() => pipeline.Apply(With("2024-01-02", "yesterday", "2024-01-02", "2024-01-02")));
        Assert.Equal(("FF2400", "t.csv:2:1"), (error.Code, error.Notice.Place));
        var odd = new List<Notice>();
        var full = Pipeline.Fit(With("2024-01-01", "2024-01-03"), "y");
        full.Apply(With(null, "2025-01-01"), odd);
        Assert.Equal(["FF2354", "FF2356"], odd.Select(n => n.Code));
        Assert.Contains("2024-01-02", odd[0].Sentence, StringComparison.Ordinal);
        Assert.Contains("2024-01-01 to 2024-01-03", odd[1].Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Day_or_month_first_is_decided_by_a_cell_or_by_a_person_and_never_guessed()
    {
        Assert.Equal(DateOrder.DayMonthYear, ColumnTypes.Of(With("01/02/2024", "13/02/2024"))["when"].Order);
        Assert.Equal(DateOrder.MonthDayYear, ColumnTypes.Of(With("01/02/2024", "02/13/2024"))["when"].Order);
        var table = With("01/02/2024", "03/04/2024", "06/05/2024");
        var wide = Table.FromColumns("t.csv", table.Columns[0], new NumberColumn("x", [1, 2, 5]), table.Columns[1]);
        var pipeline = Pipeline.Fit(wide, "y");
        Assert.Equal(["x"], pipeline.Columns.Select(c => c.Name));
        var notice = Assert.Single(pipeline.Notices);
        Assert.Equal("FF2403", notice.Code);
        Assert.Contains("--types \"when=datetime(dd/MM/yyyy)\"", notice.Fix, StringComparison.Ordinal);
        Assert.Equal("FF2403", Assert.Throws<DataException>(() => Pipeline.Fit(table, "y", Told("datetime"))).Code);
        Assert.Equal(62f / 95, Row(Pipeline.Fit(table, "y", Told("datetime(dd/MM/yyyy)") with { Scaling = Scaling.MinMax }), table, 1)[0]);
        Assert.Equal(62f / 155, Row(Pipeline.Fit(table, "y", Told("datetime(MM/dd/yyyy)") with { Scaling = Scaling.MinMax }), table, 1)[0]);
    }

    [Fact]
    public void A_few_cells_that_are_no_dates_are_an_error_with_their_place_and_many_make_another_column()
    {
        string?[] dates = [.. Enumerable.Range(1, 30).Select(d => $"2024-01-{d:00}")];
        dates[20] = "n.d.";
        var error = Assert.Throws<DataException>(() => Pipeline.Fit(With(dates), "y"));
        Assert.Equal(("FF2402", "t.csv:21:1"), (error.Code, error.Notice.Place));
        Assert.Contains("\"n.d.\"; 1 cell like this", error.Message, StringComparison.Ordinal);
        Assert.Equal(30, Pipeline.Fit(With(dates), "y", Told("categorical")).Inputs);
        dates[21] = dates[22] = dates[23] = "n.d.";
        Assert.Equal(ColumnType.Identifier, ColumnTypes.Of(With(dates))["when"].Type);
        Assert.Equal("FF2402", Assert.Throws<DataException>(() => Pipeline.Fit(With(dates), "y", Told("datetime"))).Code);
        Assert.Equal("FF2400", Assert.Throws<DataException>(() => Pipeline.Fit(With(dates), "y", Told("datetime(yyyy-MM-dd)"))).Code);
    }
}
