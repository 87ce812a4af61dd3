using Feedforward.Backends;

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
        int wrong = FiniteNumbers.FirstOther(inputs);
        if (wrong >= 0) throw Errors.Data("FF2305", 1, wrong + 1, float.IsNaN(inputs[wrong]) ? "NaN" : "infinity");
        var single = Interlocked.Exchange(ref _singleRow, null) ?? new SingleRow(_backend, Network);
        var workspace = single.Workspace;
        inputs.CopyTo(workspace.Batch.Row(0));
        single.LookForZeros();
        single.Threads.Begin();
        Backpropagation.Forward(_backend, Parameters, workspace);
        single.Threads.End();
        Divergence.RequireFinite(workspace, 0);
        workspace.Result.Row(0).CopyTo(outputs);
        Volatile.Write(ref _singleRow, single);
    }

    /// <summary>The memory of predicting one row.</summary>
    private sealed class SingleRow(Backend backend, Network network)
    {
        private readonly NonZeroColumns _nonZero = new(network.Inputs);

        internal Workspace Workspace { get; } = new(network, 1);

        internal ThreadTrial Threads { get; } = new(backend);

        /// <summary>Lets the first product leave out zeros, where there are many.</summary>
        internal void LookForZeros()
        {
            bool few = NonZeroColumns.SeemFew(Workspace.Batch.Row(0));
            if (few) _nonZero.Find(Workspace.Batch);
            Workspace.Know(few && _nonZero.AreFew ? _nonZero : null);
        }
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
        var chunks = _chunks.TryTake(out var free) ? free : new RowChunks(_backend, Network);
        foreach (var (first, workspace, _) in chunks.Run(Parameters, rows, cost: null, finite: true))
            for (int i = 0; i < workspace.Rows; i++) use(first + i, workspace.Result.Row(i));
        _chunks.Add(chunks);
    }
}
