using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;

namespace Feedforward.Tests.Models;

public sealed class ModelTests
{
    private static readonly TrainingOptions Quick = new() { Epochs = 30, Batch = 16, Optimizer = new Adam(0.01f), Backend = new Feedforward.Backends.ReferenceBackend() };

    /// <summary>Two classes of points, well apart.</summary>
    private static Table Points(int rows = 120)
    {
        var random = new RandomStream(3, Purpose.Generator);
        return Table.From(
            Enumerable.Range(0, rows),
            ("x", i => (i % 2 * 3.0) + random.Normal(3 * i)),
            ("y", i => (i % 2 * -2.0) + random.Normal((3 * i) + 1)),
            ("kind", i => i % 2 == 0 ? "left" : "right"));
    }

    private static Model Trained(Table table, out Pipeline pipeline, TrainingOptions? options = null)
    {
        pipeline = Pipeline.Fit(table, "kind");
        var network = new Network(pipeline.Inputs, new Dense(8, Activation.Tanh), new Dense(pipeline.Outputs, Activation.Softmax));
        var model = new Model(network, pipeline, seed: 1);
        model.Train(table, null, options ?? Quick);
        return model;
    }

    [Fact]
    public void S16_probabilities_have_a_row_for_each_row_and_a_column_for_each_class_and_sum_to_one()
    {
        var table = Points();
        var predictions = Trained(table, out var pipeline).Predict(table);
        Assert.Equal(table.Rows, predictions.Count);
        Assert.All(predictions, p =>
        {
            Assert.Equal(pipeline.Classes, p.Probabilities.Select(c => c.Class));
            Assert.Equal(1, p.Probabilities.Sum(c => c.Probability), 1e-6);
            Assert.Equal(p.Probabilities.MaxBy(c => c.Probability).Class, p.Class);
        });
    }

    [Fact]
    public void S17_the_scores_of_separable_classes_rank_every_row_right()
    {
        var table = Table.From(Enumerable.Range(0, 60), ("x", i => (double)i), ("kind", i => i < 30 ? "left" : "right"));
        var model = Trained(table, out _, Quick with { Epochs = 200 });
        var right = model.Predict(table).Select(p => p.Probabilities[1].Probability).ToArray();
        Assert.True(right[..30].Max() < right[30..].Min());
    }

    [Fact]
    public void S32_column_names_are_kept_with_early_stopping_and_checked_at_prediction()
    {
        var table = Points();
        var (train, validation, test) = table.Split(0.6, 0.2, 0.2, seed: 5);
        var pipeline = Pipeline.Fit(train, "kind");
        var model = new Model(new Network(pipeline.Inputs, new Dense(4, Activation.ReLU), new Dense(2, Activation.Softmax)), pipeline);
        model.Train(train, validation, Quick with { EarlyStopping = new EarlyStopping(3) });
        Assert.Equal(["x", "y"], model.Pipeline!.Columns.Select(c => c.Name));
        var reordered = Table.From(Enumerable.Range(0, test.Rows), ("y", i => test.Number(i, "y")), ("x", i => test.Number(i, "x")));
        Assert.Equal(model.Predict(test).Select(p => p.ToString()), model.Predict(reordered).Select(p => p.ToString()));
        var error = Assert.Throws<DataException>(() => model.Predict(test.Without("x")));
        Assert.Contains("x", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void S37_inputs_are_never_changed()
    {
        float[] rows = [.. Enumerable.Range(0, 40).Select(i => (float)Math.Sin(i))];
        int[] classes = [.. Enumerable.Range(0, 20).Select(i => i % 2)];
        string before = Digest(rows, classes);
        var data = Dataset.From(rows, 2, classes);
        var model = new Model(new Network(2, new Dense(3, Activation.Sigmoid), new Dense(2, Activation.Softmax)));
        model.Train(data, data, Quick with { LabelSmoothing = 0.1f });
        model.Evaluate(data);
        model.Predict(data);
        Assert.Equal(before, Digest(rows, classes));
        Assert.Equal(before, Digest(Enumerable.Range(0, 20).SelectMany(i => Row(data, i)).ToArray(), data.Classes.ToArray()));
    }

    [Fact]
    public void Predictions_do_not_depend_on_how_rows_are_grouped_or_ordered()
    {
        var table = Points(700);
        var model = Trained(table, out _, Quick with { Epochs = 2 });
        var data = model.Pipeline!.ApplyInputs(table);
        var all = model.Predict(data);
        var one = new float[2];
        foreach (int row in new[] { 0, 1, 511, 512, 513, 699 })
        {
            model.Predict(Row(data, row), one);
            Assert.Equal(all.AsSpan(2 * row, 2).ToArray(), one);
        }
        var backwards = model.Predict(table.Select([.. Enumerable.Range(0, 700).Reverse()]));
        Assert.Equal(model.Predict(table).Select(p => p.ToString()), backwards.Reverse().Select(p => p.ToString()));
    }

    [Fact]
    public async Task Predicting_on_many_threads_while_one_trains_sees_one_consistent_set_of_numbers()
    {
        var data = Dataset.From([.. Enumerable.Range(0, 400).Select(i => (float)Math.Cos(i))], 4, [.. Enumerable.Range(0, 100).Select(i => i % 3)]);
        var model = new Model(new Network(4, new Dense(16, Activation.Tanh), new Dense(3, Activation.Softmax)));
        var expected = new System.Collections.Concurrent.ConcurrentDictionary<string, bool>();
        Remember();
        using var stop = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 3).Select(_ => Task.Run(() =>
        {
            var seen = new HashSet<string>();
            while (!stop.IsCancellationRequested) seen.Add(First());
            return seen;
        })).ToArray();
        foreach (var epoch in model.Epochs(data, null, Quick with { Epochs = 60 })) Remember();
        Remember();
        await stop.CancelAsync();
        foreach (var seen in await Task.WhenAll(readers)) Assert.All(seen, s => Assert.True(expected.ContainsKey(s), s));

        void Remember() => expected[First()] = true;

        string First()
        {
            var outputs = new float[3];
            model.Predict(Row(data, 0), outputs);
            return string.Join(' ', outputs.Select(BitConverter.SingleToInt32Bits));
        }
    }

    [Fact]
    public void A_saved_and_loaded_model_is_the_same_model_and_equal_models_give_equal_files()
    {
        var table = Points();
        byte[] first = Bytes(Trained(table, out _)), second = Bytes(Trained(table, out _));
        Assert.Equal(first, second);
        var loaded = Model.Load(new MemoryStream(first));
        Assert.Equal(first, Bytes(loaded));
        Assert.Equal(Trained(table, out _).Predict(table).Select(p => p.ToString()), loaded.Predict(table).Select(p => p.ToString()));
    }

    /// <summary>Knows nothing of the product: reads the header and computes y = x Wᵀ + b as the tensor names say.</summary>
    [Fact]
    public void An_independent_reader_of_the_file_computes_our_predictions()
    {
        var model = new Model(new Network(5, new Dense(5, Activation.Tanh), new Dense(5, Activation.Identity)), seed: 9);
        byte[] file = Bytes(model);
        int header = (int)BinaryPrimitives.ReadUInt64LittleEndian(file);
        using var json = JsonDocument.Parse(file.AsMemory(8, header));
        double[] x = [0.5, -1, 2, 0.25, -0.75];
        double[] hidden = [.. Linear(x, 0).Select(Math.Tanh)], expected = Linear(hidden, 1);
        var actual = new float[5];
        model.Predict([.. x.Select(v => (float)v)], actual);
        for (int j = 0; j < 5; j++) Assert.Equal(expected[j], actual[j], 1e-5);

        double[] Linear(double[] input, int layer)
        {
            float[] w = Tensor($"layers.{layer}.weight"), b = Tensor($"layers.{layer}.bias");
            return [.. Enumerable.Range(0, b.Length).Select(o => b[o] + Enumerable.Range(0, input.Length).Sum(i => input[i] * w[(o * input.Length) + i]))];
        }

        float[] Tensor(string name)
        {
            var offsets = json.RootElement.GetProperty(name).GetProperty("data_offsets");
            int start = 8 + header + offsets[0].GetInt32(), end = 8 + header + offsets[1].GetInt32();
            return [.. Enumerable.Range(0, (end - start) / 4).Select(i => BinaryPrimitives.ReadSingleLittleEndian(file.AsSpan(start + (4 * i))))];
        }
    }

    [Fact]
    public void A_committed_file_of_format_1_still_gives_its_predictions()
    {
        var model = Model.Load(Path.Combine(AppContext.BaseDirectory, "Models", "format-1.safetensors"));
        Assert.Equal("2 → 4 tanh → 2 softmax", model.ToString());
        Assert.Equal("left", model.Predict(Points(2)[0]).Class);
        Assert.Equal("right", model.Predict(Points(2)[1]).Class);
    }

    [Fact]
    public void Fold_merges_layers_without_activation_and_keeps_the_outputs()
    {
        var network = new Network(6, new Dense(9, Activation.Identity), new Dense(7, Activation.Identity), new Dense(5, Activation.ReLU), new Dense(4, Activation.Identity), new Dense(3, Activation.Softmax));
        var model = new Model(network, seed: 4);
        var folded = model.Fold();
        Assert.Equal("6 → 5 relu → 3 softmax", folded.ToString());
        float[] before = new float[3], after = new float[3];
        for (int row = 0; row < 50; row++)
        {
            float[] x = [.. Enumerable.Range(0, 6).Select(i => (float)Math.Sin((row * 6) + i))];
            model.Predict(x, before);
            folded.Predict(x, after);
            for (int j = 0; j < 3; j++) Assert.Equal(before[j], after[j], 1e-5f);
        }
    }

    [Fact]
    public void Evaluation_reports_the_cost_that_the_model_was_trained_with_also_after_loading()
    {
        var data = Dataset.From([.. Enumerable.Range(0, 40).Select(i => (float)Math.Sin(i))], 2, [.. Enumerable.Range(0, 20).Select(i => i % 2)]);
        var model = new Model(new Network(2, new Dense(2, Activation.Sigmoid)));
        double untrained = model.Evaluate(data).Cost;
        Assert.Equal(model.Evaluate(data, Cost.CrossEntropy).Cost, untrained);
        model.Train(data, null, Quick with { Cost = Cost.Quadratic });
        double quadratic = model.Evaluate(data, Cost.Quadratic).Cost;
        Assert.NotEqual(model.Evaluate(data, Cost.CrossEntropy).Cost, quadratic);
        Assert.Equal(quadratic, model.Evaluate(data).Cost);
        Assert.Equal(quadratic, Model.Load(new MemoryStream(Bytes(model))).Evaluate(data).Cost);
    }

    private static float[] Row(Dataset data, int row)
    {
        var inputs = new float[data.Columns];
        data.CopyInputs(row, inputs);
        return inputs;
    }

    private static byte[] Bytes(Model model)
    {
        using var stream = new MemoryStream();
        model.Save(stream);
        return stream.ToArray();
    }

    private static string Digest(float[] rows, int[] classes) => Convert.ToHexString(SHA256.HashData(
        [.. rows.SelectMany(BitConverter.GetBytes), .. classes.SelectMany(BitConverter.GetBytes)]));
}
