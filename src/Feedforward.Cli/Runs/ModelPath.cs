namespace Feedforward.Cli;

/// <summary>Where a trained model is saved, and where one is found.</summary>
internal static class ModelPath
{
    internal const string Ending = ".safetensors";

    /// <summary>The file that a word names: a model file; or the best model of a run, by its folder or its name.</summary>
    internal static string Of(string word)
    {
        if (File.Exists(word)) return word;
        string run = RunFolder.IsRun(word) ? word : Path.Combine(RunFolder.DefaultRoot, word);
        if (!RunFolder.IsRun(run)) return word;
        string best = Path.Combine(run, RunFolder.BestFile);
        return File.Exists(best) ? best : throw Texts.Data("FF9186", Evidence.Path(run), RunFolder.BestFile);
    }

    /// <summary>Refuses, before any work, a place where nothing could be saved.</summary>
    /// <exception cref="OptionException">FF1240: the file is there already, and <c>--force</c> is not given.</exception>
    /// <exception cref="StorageException">FF9201: the folder is not there, or nothing can be written into it.</exception>
    internal static void RequireFree(Arguments arguments)
    {
        string? wanted = arguments.Text(TrainFlags.Out);
        if (wanted is not null && File.Exists(wanted) && !arguments.Has(TrainFlags.Force)) throw Errors.Option("FF1240", Evidence.Path(wanted));
        string folder = wanted is null
            ? Existing(arguments.Text(TrainFlags.RunsDir) ?? RunFolder.DefaultRoot)
            : Path.GetDirectoryName(Path.GetFullPath(wanted)) ?? "/";
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

    /// <summary>The folder, or what is there of the way to it: what is missing is made later.</summary>
    private static string Existing(string folder)
    {
        string path = Path.GetFullPath(folder);
        while (!Directory.Exists(path) && !File.Exists(path) && Path.GetDirectoryName(path) is { } parent) path = parent;
        return path;
    }
}
