namespace Feedforward.Tests.Data;

public class PipelineImageTests
{
    private static readonly byte[] Pixels = [.. Enumerable.Range(0, 24).Select(i => (byte)(i * 10))];

    private static readonly ImageSet Train = new(Pixels, 2, 3, [2, 0, 1, 0], ["nought", "one", "two"], "train-images");

    [Fact]
    public void Images_stay_bytes_and_are_divided_by_the_scale()
    {
        var pipeline = Pipeline.ForImages(Train, 256);
        Assert.Equal(new ImageShape(2, 3, 256), pipeline.ImageShape);
        Assert.Equal((6, 3, LearningTask.Classification), (pipeline.Inputs, pipeline.Outputs, pipeline.Task));
        Assert.Equal(["nought", "one", "two"], pipeline.Classes);
        Assert.Null(pipeline.Target);
        Assert.Empty(pipeline.Columns);
        var data = pipeline.Apply(Train);
        var row = new float[6];
        data.CopyInputs(1, row);
        Assert.Equal(Pixels[6..12].Select(p => p / 256f), row);
        Assert.Equal([2, 0, 1, 0], data.Classes.ToArray());
        Assert.False(pipeline.ApplyInputs(Train.Take(2)).HasTargets);
        Assert.Equal(2, pipeline.ApplyInputs(Train.Take(2)).Rows);
        Assert.Equal([.. Enumerable.Range(0, 24).Select(i => (byte)(i * 10))], Pixels);
    }

    [Fact]
    public void Classes_of_other_sets_are_matched_by_name()
    {
        var other = new ImageSet(Pixels, 2, 3, [0, 1, 2, 1], ["two", "three", "one"], "test-images");
        var notices = new List<Notice>();
        Assert.Equal([2, -1, 1, -1], Pipeline.ForImages(Train).Apply(other, notices).Classes.ToArray());
        var notice = Assert.Single(notices);
        Assert.Equal("FF2358", notice.Code);
        Assert.Contains("2 rows", notice.Sentence, StringComparison.Ordinal);
        Assert.Contains("\"three\"", notice.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Images_that_do_not_fit_are_refused()
    {
        var pipeline = Pipeline.ForImages(Train);
        var unlabelled = new ImageSet(Pixels, 2, 3, null, [], "plain");
        Assert.Equal("FF2360", Assert.Throws<DataException>(() => pipeline.Apply(new ImageSet(Pixels, 3, 2, [0, 0, 0, 0], ["one"], "turned"))).Code);
        Assert.Equal("FF2361", Assert.Throws<DataException>(() => pipeline.Apply(unlabelled)).Code);
        Assert.Equal(4, pipeline.ApplyInputs(unlabelled).Rows);
        Assert.Equal("FF2361", Assert.Throws<DataException>(() => Pipeline.ForImages(unlabelled)).Code);
        Assert.Equal("FF2341", Assert.Throws<DataException>(() => Pipeline.ForImages(new ImageSet(Pixels, 2, 3, [0, 0, 0, 0], ["one"], "same"))).Code);
        Assert.Equal("FF2341", Assert.Throws<DataException>(() => Pipeline.ForImages(new ImageSet(Pixels, 2, 3, [1, 1, 1, 1], ["none", "one"], "same"))).Code);
        Assert.Equal("FF2346", Assert.Throws<DataException>(() => Pipeline.ForImages(Train.Take(1))).Code);
        Assert.Equal("FF2362", Assert.Throws<DataException>(() => Pipeline.ForImages(new ImageSet(Pixels, 2, 3, [0, 1, 0, 1], ["a", "a"], "twins"))).Code);
        Assert.Equal("FF1001", Assert.Throws<OptionException>(() => Pipeline.ForImages(Train, 1)).Code);
        var table = Table.FromColumns(null, new NumberColumn("x", [1, 2]), new TextColumn("y", ["a", "b"]));
        Assert.Equal("FF2363", Assert.Throws<DataException>(() => Pipeline.Fit(table, "y").ApplyInputs(Train)).Code);
        Assert.Equal("FF2364", Assert.Throws<DataException>(() => pipeline.ApplyRow(table[0])).Code);
    }

    [Fact]
    public void Answers_print_the_classes_by_falling_probability()
    {
        var prediction = Pipeline.ForImages(Train).Decode([0.004f, 0.006f, 0.99f]);
        Assert.Equal("two", prediction.Class);
        Assert.Null(prediction.Value);
        Assert.Equal([("nought", 0.004f), ("one", 0.006f), ("two", 0.99f)], prediction.Probabilities);
        Assert.Equal("two 0.99   one 0.01   nought 0.00", prediction.ToString());
    }

    [Fact]
    public void Outputs_that_need_not_sum_to_1_are_shown_as_they_are_and_the_first_of_equals_wins() =>
        Assert.Equal("nought 0.90   two 0.90   one 0.10", Pipeline.ForImages(Train).Decode([0.9f, 0.1f, 0.9f]).ToString());

    [Fact]
    public void Outputs_that_are_no_answer_are_refused()
    {
        var pipeline = Pipeline.ForImages(Train);
        Assert.Equal("FF2365", Assert.Throws<DataException>(() => pipeline.Decode([1, 0])).Code);
        Assert.Equal("FF2366", Assert.Throws<DataException>(() => pipeline.Decode([1, float.NaN, 0])).Code);
        Assert.Equal("FF2366", Assert.Throws<DataException>(() => pipeline.Decode([1, float.PositiveInfinity, 0])).Code);
    }

    [Theory]
    [InlineData(0f, "12345678", "12345680")]
    [InlineData(0f, "0.1", "0.1")]
    [InlineData(0f, "-2.00000012", "-2")]
    public void A_predicted_number_is_printed_with_the_digits_that_it_can_have(float output, string mean, string printed)
    {
        double center = double.Parse(mean, System.Globalization.CultureInfo.InvariantCulture);
        var table = Table.FromColumns(null, new NumberColumn("x", [1, 2]), new NumberColumn("y", [center - 0.5, center + 0.5]));
        Assert.Equal(printed, Pipeline.Fit(table, "y", new() { Task = LearningTask.Regression }).Decode([output]).ToString());
    }
}
