using Feedforward.Tests.Training;

namespace Feedforward.Tests.Data;

/// <summary>How much rows count: by a column of weights, and by their class.</summary>
public class PipelineWeightsTests
{
    private static readonly double[] X = [0.1, 0.7, 1.3, 2.9, 3.3, 4.1];

    private static readonly string[] Y = ["a", "b", "a", "c", "a", "b"];

    private static Table Rows(params double[] weights) =>
        Table.FromColumns("w.csv", new NumberColumn("x", X), new TextColumn("y", Y), new NumberColumn("w", weights));

    private static Pipeline Fit(Table rows, params string[] ignored) => Pipeline.Fit(rows, "y", new() { WeightColumn = "w", Ignore = ignored });

    private static float[] Weights(Dataset data) => [.. Enumerable.Range(0, data.Rows).Select(data.Weight)];

    [Fact]
    public void The_weights_are_no_input_and_count_in_the_cost()
    {
        var rows = Rows(1, 2, 0, 0.5, 1, 3);
        var pipeline = Fit(rows);
        Assert.Equal((1, "w"), (pipeline.Inputs, pipeline.WeightColumn));
        Assert.Equal([1, 2, 0, 0.5f, 1, 3], Weights(pipeline.Apply(rows)));
        var notices = new List<Notice>();
        Assert.Equal([1, 1, 1, 1, 1, 1], Weights(pipeline.Apply(rows.Without("w"), notices)));
        _ = pipeline.ApplyInputs(rows, notices);
        Assert.Empty(notices);
        Assert.Equal(pipeline.ToJson(), Pipeline.FromJson(pipeline.ToJson()).ToJson());
        Assert.Equal([1, 2, 0, 0.5f, 1, 3], Weights(Pipeline.FromJson(pipeline.ToJson()).Apply([rows.First(4), rows.Select([4, 5])])));
    }

    [Fact]
    public void A_row_of_weight_2_trains_as_the_row_twice()
    {
        int[] repeated = [0, 1, 1, 3, 3, 3, 4, 5];
        var rows = Rows(1, 2, 0, 3, 1, 1);
        var pipeline = Fit(rows);
        var once = pipeline.Apply(rows);
        var twice = pipeline.Apply(rows.Without("w").Select(repeated));
        var network = new Network(1, new Dense(5, Activation.Tanh), new Dense(3, Activation.Softmax));
        foreach (Optimizer optimizer in (Optimizer[])[new Sgd(0.5f), new Lbfgs()])
        {
            var options = new TrainingOptions { Optimizer = optimizer, Batch = 0, Epochs = 3, Shuffle = false };
            float[] a = TrainingData.Train(options, once, network), b = TrainingData.Train(options, twice, network);
            Assert.All(a.Zip(b), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
            Assert.Contains(a.Zip(TrainingData.Train(options, pipeline.Apply(rows.Without("w")), network)), pair => Math.Abs(pair.First - pair.Second) > 1e-2);
        }
    }

    [Fact]
    public void The_cost_of_an_evaluation_is_weighted_and_its_metrics_count_rows()
    {
        var rows = Rows(1, 2, 0, 3, 1, 1);
        var pipeline = Fit(rows);
        var model = new Model(new Network(1, new Dense(3, Activation.Softmax)), pipeline);
        Evaluation weighted = model.Evaluate(rows), repeated = model.Evaluate(rows.Without("w").Select([0, 1, 1, 3, 3, 3, 4, 5])), plain = model.Evaluate(rows.Without("w"));
        Assert.Equal(repeated.Cost, weighted.Cost, 1e-6);
        Assert.NotEqual(plain.Cost, weighted.Cost, 1e-3);
        Assert.Equal((6, plain.Correct, plain.Baseline), (weighted.Rows, weighted.Correct, weighted.Baseline));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(1e300)]
    public void A_weight_that_cannot_be_is_refused_with_its_place(double bad)
    {
        var error = Assert.Throws<DataException>(() => Fit(Rows(1, 1, bad, 1, 1, 1)));
        Assert.Equal(("FF2458", "w.csv:3:3"), (error.Code, error.Notice.Place));
        Assert.Equal("FF2458", Assert.Throws<DataException>(() => Fit(Rows(1, 1, 1, 1, 1, 1)).Apply(Rows(1, 1, bad, 1, 1, 1))).Code);
    }

    [Fact]
    public void Weights_that_are_no_numbers_or_all_0_or_not_there_or_the_target_are_refused()
    {
        Assert.Equal("FF2459", Assert.Throws<DataException>(() => Fit(Rows(0, 0, 0, 0, 0, 0))).Code);
        Assert.Equal("FF2459", Assert.Throws<DataException>(() => Fit(Rows(1, 1, 1, 1, 1, 1)).Apply(Rows(0, 0, 0, 0, 0, 0))).Code);
        Assert.Equal("FF1203", Assert.Throws<OptionException>(() => Fit(Rows(1, 1, 1, 1, 1, 1).Without("w"))).Code);
        var error = Assert.Throws<DataException>(() => Pipeline.Fit(Rows(1, 1, 1, 1, 1, 1), "w", new() { WeightColumn = "y" }));
        Assert.Equal(("FF2458", "w.csv:1:2"), (error.Code, error.Notice.Place));
        Assert.Equal("FF2460", Assert.Throws<OptionException>(() => Pipeline.Fit(Rows(1, 2, 1, 2, 1, 2), "w", new() { WeightColumn = "w" })).Code);
    }

    [Fact]
    public void Balanced_classes_count_alike()
    {
        var rows = Rows(1, 1, 1, 1, 1, 1);
        var pipeline = Pipeline.Fit(rows.Without("w"), "y");
        // 6 rows of 3 classes: 3 of a, 2 of b, 1 of c.
        float[] balanced = [2f / 3, 1, 2f / 3, 2, 2f / 3, 1];
        Assert.Equal(balanced, Weights(ClassWeights.Balanced.ApplyTo(pipeline.Apply(rows), pipeline)));
        var weighted = Fit(rows = Rows(1, 2, 0, 0.5, 1, 3));
        Assert.Equal([2f / 3, 2, 0, 1, 2f / 3, 3], Weights(ClassWeights.Balanced.ApplyTo(weighted.Apply(rows), weighted)));
    }

    [Fact]
    public void Classes_can_be_given_weights_by_name_and_the_others_keep_1()
    {
        var rows = Rows(1, 1, 1, 1, 1, 1).Without("w");
        var pipeline = Pipeline.Fit(rows, "y");
        var data = ClassWeights.Of(("c", 4), ("a", 0.5)).ApplyTo(pipeline.Apply(rows), pipeline);
        Assert.Equal([0.5f, 1, 0.5f, 4, 0.5f, 1], Weights(data));
        Assert.Equal(Weights(data), Weights(ClassWeights.Parse("c=4, a=0.5").ApplyTo(pipeline.Apply(rows), pipeline)));
        Assert.Same(ClassWeights.Balanced, ClassWeights.Parse("balanced"));
        var model = new Model(new Network(1, new Dense(3, Activation.Softmax)), pipeline);
        model.Train(data, null, new TrainingOptions { Epochs = 1 });
        Assert.Equal("a=0.5,c=4", model.Provenance["class_weights"]);
        model.Train(pipeline.Apply(rows), null, new TrainingOptions { Epochs = 1 });
        Assert.False(model.Provenance.ContainsKey("class_weights"));
    }

    [Fact]
    public void Class_weights_that_make_no_sense_are_refused()
    {
        var rows = Rows(1, 2, 1, 2, 1, 2);
        var pipeline = Pipeline.Fit(rows, "y");
        var unknown = Assert.Throws<OptionException>(() => ClassWeights.Of(("bb", 2)).ApplyTo(pipeline.Apply(rows), pipeline));
        Assert.Equal("FF2464", unknown.Code);
        Assert.Contains("Classes: a, b, c.", unknown.Message, StringComparison.Ordinal);
        foreach (var task in (LearningTask[])[LearningTask.Regression, LearningTask.MultiLabel])
        {
            var labels = Table.FromColumns("l.csv", new NumberColumn("x", X), new NumberColumn("y", [0, 1, 0, 1, 0, 1]));
            var other = Pipeline.Fit(labels, "y", new() { Task = task });
            Assert.Equal("FF2462", Assert.Throws<OptionException>(() => ClassWeights.Balanced.ApplyTo(other.Apply(labels), other)).Code);
        }
        Assert.Equal("FF2461", Assert.Throws<OptionException>(() => ClassWeights.Parse("a=1,a=2")).Code);
        foreach (string text in (string[])["", "a", "a=", "=2", "a=x", "a=1,,b=2"])
            Assert.Equal("FF2461", Assert.Throws<OptionException>(() => ClassWeights.Parse(text)).Code);
        foreach (string text in (string[])["a=-1", "a=NaN"])
            Assert.Equal("FF1001", Assert.Throws<OptionException>(() => ClassWeights.Parse(text)).Code);
    }
}
