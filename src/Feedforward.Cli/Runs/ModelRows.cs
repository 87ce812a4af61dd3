namespace Feedforward.Cli;

/// <summary>Rows for a model that exists already.</summary>
internal static class ModelRows
{
    /// <summary>The pipeline by which a model reads rows.</summary>
    /// <exception cref="DataException">FF9127: the model has none; it was made by a program, for numbers.</exception>
    internal static Pipeline Require(Model model, string path) => model.Pipeline ?? throw Texts.Data("FF9127", Evidence.Path(path));

    /// <summary>The kinds of the columns as the model was trained on them.</summary>
    internal static Dictionary<string, ColumnKind> Kinds(Pipeline pipeline, bool withTarget)
    {
        var kinds = pipeline.Columns.ToDictionary(c => c.Name, c => c.Kind);
        foreach (var target in withTarget ? pipeline.Targets : []) kinds[target.Name] = target.Kind;
        return kinds;
    }
}
