namespace Feedforward.Tests.Data;

/// <summary>Several target columns at once: labels of their own, or numbers.</summary>
public class PipelineLabelsTests
{
    private static readonly Table Rows = Table.FromColumns("t.csv",
        new NumberColumn("x", [0.5, 1, 2.5, 3]),
        new NumberColumn("sport", [0, 1, 1, 0]),
        new TextColumn("art", ["no", "Yes", "NO", "yes"]),
        new NumberColumn("height", [1, 2, 3, 6]),
        new NumberColumn("weight", [100, 300, 100, 300]),
        new NumberColumn("flat", [1, 1, 1, 1]),
        new TextColumn("word", ["yes", "no", "maybe", "no"]),
        new NumberColumn("gap", [0, 1, double.NaN, 1]));

    private static Pipeline Fit(string[] targets, LearningTask? task = null) => Pipeline.Fit(Rows, targets, new() { Task = task, Ignore = [.. Others(targets)] });

    private static IEnumerable<string> Others(string[] targets) => Rows.Columns.Select(c => c.Name).Where(n => n != "x" && !targets.Contains(n));

    private static float[] Targets(Dataset data, int row)
    {
        var targets = new float[data.Outputs];
        data.CopyTargets(row, 0, 0, targets);
        return targets;
    }

    [Fact]
    public void Columns_of_0_and_1_or_of_words_are_labels_with_an_output_each()
    {
        var pipeline = Fit(["art", "sport"]);
        Assert.Equal((LearningTask.MultiLabel, 2, "art"), (pipeline.Task, pipeline.Outputs, pipeline.Target));
        Assert.Equal([new("art", ColumnKind.Text), new("sport", ColumnKind.Number)], pipeline.Targets);
        Assert.Empty(pipeline.Classes);
        Assert.Equal("FF2450", pipeline.Decision!.Code);
        Assert.Contains("--task regression", pipeline.Decision.Fix, StringComparison.Ordinal);
        var data = pipeline.Apply(Rows);
        Assert.True(data is { HasLabels: true, HasClasses: false, HasTargets: true, Outputs: 2, Columns: 1 });
        Assert.Equal([0, 0, 1, 1, 0, 1, 1, 0], Enumerable.Range(0, 4).SelectMany(i => Targets(data, i)).Select(y => (int)y));
    }

    [Fact]
    public void A_label_is_there_above_one_half_and_probabilities_need_not_sum_to_1()
    {
        var answer = Fit(["art", "sport"]).Decode([0.5f, 0.50001f]);
        Assert.Equal(["sport"], answer.Labels);
        Assert.Equal([("art", 0.5f), ("sport", 0.50001f)], answer.Probabilities);
        Assert.Equal(["no", "1"], answer.Answers);
        Assert.Equal(["Yes", "1"], Fit(["art", "sport"]).Decode([0.9f, 0.8f]).Answers);
        Assert.Equal("sport 0.80   art 0.10", Fit(["art", "sport"]).Decode([0.1f, 0.8f]).ToString());
        Assert.Equal((null, null, 0), (answer.Class, answer.Value, answer.Values.Count));
    }

    [Fact]
    public void Words_are_read_in_any_case_and_other_words_for_the_same_are_understood()
    {
        var data = Fit(["art", "sport"]).Apply(Table.FromColumns("n.csv",
            new NumberColumn("x", [1, 1, 1]), new TextColumn("art", ["TRUE", "off", "1"]), new TextColumn("sport", ["y", "F", "0"])));
        Assert.Equal([1, 1, 0, 0, 1, 0], Enumerable.Range(0, 3).SelectMany(i => Targets(data, i)).Select(y => (int)y));
    }

    [Fact]
    public void Number_columns_are_predicted_at_once_each_by_its_own_mean_and_deviation()
    {
        var pipeline = Fit(["height", "weight"]);
        Assert.Equal((LearningTask.Regression, 2, "FF2451"), (pipeline.Task, pipeline.Outputs, pipeline.Decision!.Code));
        var data = pipeline.Apply(Rows);
        Assert.Equal([-1f, 1f, -1f, 1f], Enumerable.Range(0, 4).Select(i => Targets(data, i)[1]));
        Assert.Equal((1.8708286933869709, 100), (data.TargetScale(0), data.TargetScale(1)));
        var answer = pipeline.Decode([0, 1.5f]);
        Assert.Equal([("height", 3.0), ("weight", 350.0)], answer.Values);
        Assert.Equal("height 3   weight 350", answer.ToString());
        Assert.Equal(["3", "350"], answer.Answers);
        Assert.Null(answer.Value);
    }

    [Fact]
    public void What_is_told_is_done()
    {
        Assert.Equal(LearningTask.Regression, Fit(["sport", "height"], LearningTask.Regression).Task);
        var one = Fit(["sport"], LearningTask.MultiLabel);
        Assert.Equal((LearningTask.MultiLabel, 1, null), (one.Task, one.Outputs, one.Decision));
        Assert.Equal(LearningTask.Classification, Fit(["sport"]).Task);
    }

    [Fact]
    public void Senseless_targets_are_refused()
    {
        Assert.Equal("FF2454", Assert.Throws<OptionException>(() => Fit(["sport", "art"], LearningTask.Classification)).Code);
        Assert.Equal("FF2456", Assert.Throws<OptionException>(() => Fit(["sport", "art", "sport"])).Code);
        Assert.Equal("FF2457", Assert.Throws<OptionException>(() => Fit([])).Code);
        Assert.Equal("FF1203", Assert.Throws<OptionException>(() => Pipeline.Fit(Rows, ["sport", "arts"])).Code);
        Assert.Equal("FF1230", Assert.Throws<OptionException>(() => Pipeline.Fit(Rows, ["sport", "art"], new() { Ignore = ["art"] })).Code);
    }

    [Fact]
    public void Cells_that_are_no_labels_are_refused_with_their_place()
    {
        Refused("FF2452", "t.csv:3:7", () => Fit(["sport", "word"]));
        Refused("FF2453", "t.csv:3:7", () => Fit(["sport", "word"], LearningTask.MultiLabel));
        Refused("FF2453", "t.csv:2:4", () => Fit(["sport", "height"], LearningTask.MultiLabel));
        Refused("FF2340", "t.csv:3:8", () => Fit(["sport", "gap"]));
        Refused("FF2455", null, () => Fit(["sport", "flat"]));
        Refused("FF2342", null, () => Fit(["height", "flat"], LearningTask.Regression));
        Refused("FF2344", "t.csv:1:3", () => Fit(["height", "art"], LearningTask.Regression));
        Refused("FF2453", "n.csv:2:2", () => Fit(["sport", "art"]).Apply(
            Table.FromColumns("n.csv", new NumberColumn("x", [1, 1]), new NumberColumn("sport", [1, 0.5]), new TextColumn("art", ["no", "yes"]))));

        static void Refused(string code, string? place, Func<object> make)
        {
            var error = Assert.Throws<DataException>(make);
            Assert.Equal((code, place), (error.Code, error.Notice.Place));
        }
    }

    [Theory]
    [InlineData("art", "sport")]
    [InlineData("height", "weight")]
    public void It_comes_back_from_its_file(string first, string second)
    {
        var pipeline = Fit([first, second]);
        var read = Pipeline.FromJson(pipeline.ToJson());
        Assert.Equal(pipeline.ToJson(), read.ToJson());
        Assert.Equal((pipeline.Task, pipeline.Outputs), (read.Task, read.Outputs));
        Assert.Equal(pipeline.Targets, read.Targets);
        Assert.Equal(pipeline.Decode([0.3f, 0.8f]).Answers, read.Decode([0.3f, 0.8f]).Answers);
        for (int i = 0; i < 4; i++) Assert.Equal(Targets(pipeline.Apply(Rows), i), Targets(read.Apply(Rows), i));
    }

    [Theory]
    [InlineData("\"no\":\"0\"", "\"no\":\"1\"", "FF2393")]
    [InlineData("\"yes\":\"Yes\"", "\"yes\":\"perhaps\"", "FF2393")]
    [InlineData("\"kind\":\"number\"", "\"kind\":\"date\"", "FF2393")]
    [InlineData("\"column\":\"sport\"", "\"column\":\"art\"", "FF2393")]
    [InlineData("\"kind\":\"text\",", "", "FF2392")]
    [InlineData("\"labels\":[", "\"more\":1,\"labels\":[", "FF2391")]
    [InlineData("\"outputs\":2", "\"outputs\":3", "FF2394")]
    [InlineData("\"task\":\"multi-label\"", "\"task\":\"regression\"", "FF2391")]
    public void A_forged_file_is_refused(string from, string to, string code)
    {
        string json = Fit(["art", "sport"]).ToJson();
        Assert.Contains(from, json, StringComparison.Ordinal);
        Assert.Equal(code, Assert.Throws<ModelFileException>(() => Pipeline.FromJson(json.Replace(from, to, StringComparison.Ordinal))).Code);
    }

    [Fact]
    public void Several_numbers_stand_in_a_list_and_one_stands_alone_as_before()
    {
        Assert.Contains("""
            "target":{"numbers":[{"column":"height","mean":3,"deviation":1.8708286933869709},{"column":"weight","mean":200,"deviation":100}]}
            """.Trim(), Fit(["height", "weight"]).ToJson(), StringComparison.Ordinal);
        Assert.Contains("\"target\":{\"column\":\"height\",\"mean\":3", Fit(["height"], LearningTask.Regression).ToJson(), StringComparison.Ordinal);
    }
}
