namespace Feedforward.Cli;

/// <summary>Where a trained model is saved.</summary>
internal static class ModelPath
{
    internal const string Ending = ".safetensors";

    /// <summary>Refuses, before any work, a place where the model could not be saved.</summary>
    /// <exception cref="OptionException">FF1240: the file is there already, and <c>--force</c> is not given.</exception>
    /// <exception cref="StorageException">FF9201: the folder is not there, or nothing can be written into it.</exception>
    internal static void RequireFree(Arguments arguments)
    {
        string? wanted = arguments.Text(TrainFlags.Out);
        if (wanted is not null && File.Exists(wanted) && !arguments.Has(TrainFlags.Force)) throw Errors.Option("FF1240", Evidence.Path(wanted));
        string folder = wanted is null ? Environment.CurrentDirectory : Path.GetDirectoryName(Path.GetFullPath(wanted)) ?? "/";
        string probe = Path.Combine(folder, $".feedforward-{Environment.ProcessId}-{Environment.CurrentManagedThreadId}.probe");
        try
        {
            using var file = new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Texts.Storage("FF9201", Evidence.Path(folder), Evidence.Path(e.Message.Replace(probe, folder, StringComparison.Ordinal)));
        }
    }

    /// <summary>Saves the model and tells where.</summary>
    internal static string Save(Model model, string dataName, Arguments arguments)
    {
        if (arguments.Text(TrainFlags.Out) is not { } wanted)
        {
            string saved = model.SaveAsNew(dataName + Ending);
            return Path.GetFileName(saved);
        }
        model.Save(wanted, arguments.Has(TrainFlags.Force));
        return wanted;
    }
}
