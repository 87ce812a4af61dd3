namespace Feedforward;

public sealed partial class Model
{
    /// <summary>Predicts one row.</summary>
    /// <exception cref="DataException">The row does not fit the pipeline.</exception>
    public Prediction Predict(TableRow row)
    {
        var outputs = new float[Network.Outputs];
        Predict(RequirePipeline().ApplyRow(row), outputs);
        return Pipeline!.Decode(outputs);
    }

    /// <summary>Predicts all rows of a table, in order.</summary>
    /// <param name="rows">The rows; the target column is not needed.</param>
    /// <param name="notices">Receives what is worth knowing about the rows.</param>
    /// <exception cref="DataException">Rows that do not fit the pipeline.</exception>
    public IReadOnlyList<Prediction> Predict(Table rows, ICollection<Notice>? notices = null) =>
        Decode(RequirePipeline().ApplyInputs(rows, notices));

    /// <summary>Predicts all images, in order.</summary>
    /// <exception cref="DataException">Images of another size.</exception>
    public IReadOnlyList<Prediction> Predict(ImageSet images) => Decode(RequirePipeline().ApplyInputs(images));

    /// <summary>The outputs of all rows [N×K], row after row.</summary>
    /// <exception cref="DataException">The rows have not the network's inputs.</exception>
    public float[] Predict(Dataset rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var outputs = new float[checked(rows.Rows * Network.Outputs)];
        ForEachRow(rows, (row, result) => result.CopyTo(outputs.AsSpan(row * Network.Outputs)));
        return outputs;
    }

    /// <summary>The network's outputs for one row of inputs; safe on any number of threads.</summary>
    /// <param name="inputs">D numbers.</param>
    /// <param name="outputs">Receives K numbers.</param>
    /// <exception cref="ArgumentException">A span of another length.</exception>
    /// <exception cref="DataException">An input that is not finite, or that the network makes into a number that is not.</exception>
    public void Predict(ReadOnlySpan<float> inputs, Span<float> outputs)
    {
        if (inputs.Length != Network.Inputs || outputs.Length != Network.Outputs)
            throw new ArgumentException($"Expected {Network.Inputs} inputs and {Network.Outputs} outputs, found {inputs.Length} and {outputs.Length}.");
        for (int j = 0; j < inputs.Length; j++)
            if (!float.IsFinite(inputs[j])) throw Errors.Data("FF2305", 1, j + 1, float.IsNaN(inputs[j]) ? "NaN" : "infinity");
        var workspace = _singleRows.TryTake(out var free) ? free : new Workspace(Network, 1);
        inputs.CopyTo(workspace.Batch.Row(0));
        Backpropagation.Forward(_backend, Parameters, workspace);
        Divergence.RequireFinite(workspace, 0);
        workspace.Result.Row(0).CopyTo(outputs);
        _singleRows.Add(workspace);
    }

    private List<Prediction> Decode(Dataset rows)
    {
        var predictions = new List<Prediction>(rows.Rows);
        ForEachRow(rows, (_, outputs) => predictions.Add(Pipeline!.Decode(outputs)));
        return predictions;
    }

    private void ForEachRow(Dataset rows, Action<int, ReadOnlySpan<float>> use)
    {
        if (rows.Columns != Network.Inputs) throw Errors.Data("FF2311", Network.Inputs, rows.Columns);
        var evaluator = new Evaluator(_backend, Network, Cost.DefaultFor(Network.Output));
        foreach (var (first, workspace) in evaluator.Chunks(Parameters, rows))
            for (int i = 0; i < workspace.Rows; i++) use(first + i, workspace.Result.Row(i));
    }
}
