namespace Feedforward.Tests.Data;

public class PipelineTargetTests
{
    private static Table With(Column target) =>
        Table.FromColumns("train.csv", new NumberColumn("x", [.. Enumerable.Range(0, target.Rows).Select(i => i * 0.3)]), target);

    private static NumberColumn Numbers(IEnumerable<double> values) => new("y", [.. values]);

    private static Pipeline Fit(Column target, LearningTask? task = null) => Pipeline.Fit(With(target), "y", new() { Task = task });

    private static DataException Refused(Column target, LearningTask? task = null) => Assert.Throws<DataException>(() => Fit(target, task));

    [Fact]
    public void Texts_are_classes_in_ordinal_order()
    {
        var pipeline = Fit(new TextColumn("y", ["lily", "iris", "Lily", "iris", "lily", "Lily"]));
        Assert.Equal(LearningTask.Classification, pipeline.Task);
        Assert.Equal(["Lily", "iris", "lily"], pipeline.Classes);
        Assert.Equal((3, ColumnKind.Text, "FF2330"), (pipeline.Outputs, pipeline.TargetKind, pipeline.Decision!.Code));
        Assert.EndsWith("3 classes.", pipeline.Decision.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Class_names_that_are_all_numbers_are_sorted_by_value_and_stay_as_written()
    {
        Assert.Equal(["01", "2", "10"], Fit(new TextColumn("y", ["10", "01", "2", "10", "01", "2"])).Classes);
        Assert.Equal(["-1", "0", "9", "10"], Fit(Numbers([10, 9, -0.0, 0, -1, 9])).Classes);
        Assert.Equal(["10", "9", "x"], Fit(new TextColumn("y", ["x", "9", "10"])).Classes);
    }

    [Fact]
    public void Whole_numbers_of_at_most_20_values_are_classes_and_others_are_predicted()
    {
        var classes = Fit(Numbers(Enumerable.Range(0, 40).Select(i => i % 20.0)));
        Assert.Equal((LearningTask.Classification, 20, "FF2331"), (classes.Task, classes.Outputs, classes.Decision!.Code));
        Assert.Contains("--task regression", classes.Decision.Fix, StringComparison.Ordinal);
        var many = Fit(Numbers(Enumerable.Range(0, 42).Select(i => i % 21.0)));
        Assert.Equal((LearningTask.Regression, 1, "FF2332"), (many.Task, many.Outputs, many.Decision!.Code));
        Assert.Contains("--task classification", many.Decision.Fix, StringComparison.Ordinal);
        Assert.Empty(many.Classes);
        Assert.Equal(LearningTask.Regression, Fit(Numbers([0.5, 1, 2])).Task);
    }

    [Fact]
    public void The_task_that_is_told_is_done()
    {
        Assert.Equal(LearningTask.Regression, Fit(Numbers([0, 1, 0]), LearningTask.Regression).Task);
        Assert.Null(Fit(Numbers([0, 1, 0]), LearningTask.Regression).Decision);
        Assert.Equal(30, Fit(Numbers(Enumerable.Range(0, 60).Select(i => i % 30.0)), LearningTask.Classification).Outputs);
        Assert.Equal(["0.5", "1.5"], Fit(Numbers([1.5, 0.5, 1.5, 0.5]), LearningTask.Classification).Classes);
    }

    [Fact]
    public void A_blank_label_is_refused_with_its_place_and_never_a_class_or_0()
    {
        var text = Refused(new TextColumn("y", ["a", null, "b"]));
        Assert.Equal(("FF2340", "train.csv:2:2"), (text.Code, text.Notice.Place));
        var number = Refused(Numbers([1.5, 2.5, double.NaN]));
        Assert.Equal(("FF2340", "train.csv:3:2"), (number.Code, number.Notice.Place));
        Assert.Contains("NaN", number.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_class_or_a_constant_target_is_refused()
    {
        Assert.Equal("FF2341", Refused(new TextColumn("y", ["a", "a", "a"])).Code);
        Assert.Contains("class", Refused(Numbers([4, 4])).Message, StringComparison.Ordinal);
        Assert.Equal("FF2342", Refused(Numbers([4, 4]), LearningTask.Regression).Code);
        Assert.Equal("FF2348", Refused(Numbers([-1e308, 1.5e308]), LearningTask.Regression).Code);
    }

    [Fact]
    public void Real_numbers_are_not_classes_and_texts_are_not_numbers()
    {
        var real = Refused(Numbers(Enumerable.Range(0, 30).Select(i => i + 0.25)), LearningTask.Classification);
        Assert.Equal(("FF2343", "train.csv:1:2"), (real.Code, real.Notice.Place));
        Assert.Contains("--task regression", real.Message, StringComparison.Ordinal);
        var text = Refused(new TextColumn("y", ["1.5", "3,5"]), LearningTask.Regression);
        Assert.Equal(("FF2344", "train.csv:2:2"), (text.Code, text.Notice.Place));
        Assert.Contains("\"3,5\"", text.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void More_than_1000_classes_are_refused()
    {
        Assert.Equal(1000, Fit(new TextColumn("y", [.. Enumerable.Range(0, 2000).Select(i => $"c{i % 1000}")])).Outputs);
        Assert.Equal("FF2345", Refused(new TextColumn("y", [.. Enumerable.Range(0, 2002).Select(i => $"c{i % 1001}")])).Code);
    }

    [Fact]
    public void Rare_classes_and_classes_spelt_alike_are_told()
    {
        var rare = Assert.Single(Fit(new TextColumn("y", ["a", "b", "a", "c"])).Notices);
        Assert.Equal("FF2337", rare.Code);
        Assert.Contains("2 classes", rare.Sentence, StringComparison.Ordinal);
        Assert.Contains("\"b\", \"c\"", rare.Sentence, StringComparison.Ordinal);
        var alike = Assert.Single(Fit(new TextColumn("y", ["a b", "AB ", "a b", "AB ", "c", "c"])).Notices);
        Assert.Equal("FF2338", alike.Code);
    }

    [Fact]
    public void A_predicted_number_is_standardised_and_mapped_back()
    {
        var table = With(Numbers([10.5, 20.5, 10.5, 20.5]));
        var pipeline = Pipeline.Fit(table, "y");
        var data = pipeline.Apply(table);
        var target = new float[1];
        data.CopyTargets(1, 0, 0, target);
        Assert.Equal([1f], target);
        Assert.Equal(5, data.TargetScale(0));
        Assert.Equal(20.5, pipeline.Decode([1]).Value);
        Assert.Equal(8, pipeline.Decode([-1.5f]).Value);
    }

    [Fact]
    public void Class_labels_come_back_as_they_were()
    {
        var table = With(new TextColumn("y", ["01", "x\ty", "日本", "01", "x\ty", "日本"]));
        var pipeline = Pipeline.Fit(table, "y");
        int[] classes = pipeline.Apply(table).Classes.ToArray();
        Assert.Equal(["01", "x\ty", "日本", "01", "x\ty", "日本"], classes.Select(c => pipeline.Classes[c]));
    }
}
