using System.Globalization;

namespace Feedforward;

/// <summary>
/// The folder of one training: what was run (<c>config.json</c>), where it comes from and what became of it (<c>run.json</c>), its events
/// (<c>metrics.jsonl</c>), the best and the last model, the checkpoint, the predictions. One process writes; anybody may read, copy and compare.
/// </summary>
public sealed class RunFolder : IDisposable
{
    /// <summary>Where runs lie unless told otherwise.</summary>
    public const string DefaultRoot = "runs";

    /// <summary>The files of a run.</summary>
    public const string ConfigurationFile = "config.json", RecordFile = "run.json", MetricsFile = "metrics.jsonl",
        BestFile = "best.safetensors", LastFile = "last.safetensors", PredictionsFile = "predictions.csv";

    private const string Trash = ".trash", StopFile = "stop";

    private readonly RunLock _lock;
    private readonly FileStream _metrics;

    private RunFolder(string path, RunLock held, RunRecord record)
    {
        (Path, _lock, Record) = (path, held, record);
        try
        {
            _metrics = new FileStream(At(MetricsFile), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, 1);
        }
        catch (Exception)
        {
            held.Dispose();
            throw;
        }
        _metrics.Seek(0, SeekOrigin.End);
        Log = new RunLog(_metrics);
        ForgetStop();
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>What <c>run.json</c> says.</summary>
    public RunRecord Record { get; private set; }

    /// <summary>The events, which go to <c>metrics.jsonl</c>.</summary>
    public RunLog Log { get; }

    /// <summary>Whether a folder is that of a run.</summary>
    public static bool IsRun(string path) => File.Exists(System.IO.Path.Combine(path, RecordFile));

    /// <summary>Makes the folder of a new run: <c>root/name-1</c>, <c>root/name-2</c>, …</summary>
    /// <param name="record">What is known of it; its name is the stem of the folder's.</param>
    /// <param name="root">Where runs lie.</param>
    /// <param name="numbered">Whether a number is added; else the folder is called as the record says and must not exist.</param>
    /// <exception cref="OptionException">FF1261: the folder exists. FF1265: no such name can be.</exception>
    /// <exception cref="StorageException">It cannot be written.</exception>
    public static RunFolder Create(RunRecord record, string root = DefaultRoot, bool numbered = true)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(root);
        if (record.Name.Length == 0 || record.Name.AsSpan().IndexOfAny('/', '\\', '\0') >= 0 || record.Name.StartsWith('.'))
            throw Errors.Option("FF1265", Evidence.Of(record.Name));
        return Guarded(System.IO.Path.Combine(root, record.Name), () =>
        {
            Directory.CreateDirectory(root);
            return numbered ? Numbered(record, root) : TryMake(record, root) ?? throw Errors.Option("FF1261", Evidence.Path(System.IO.Path.Combine(root, record.Name)));
        });
    }

    /// <summary>Opens a run to go on with it.</summary>
    /// <exception cref="OptionException">FF1262: it is no run's folder. FF1260: another process writes to it.</exception>
    /// <exception cref="DataException">FF2480: its <c>run.json</c> cannot be read.</exception>
    /// <exception cref="StorageException">It cannot be written.</exception>
    public static RunFolder Open(string path)
    {
        var summary = RunSummary.Read(path);
        return Guarded(path, () =>
        {
            var held = RunLock.Take(path);
            DurableFile.RemoveTemporaries(path);
            return new RunFolder(path, held, summary.Record);
        });
    }

    /// <summary>
    /// Asks the process that writes to a run to finish its batch, save and end, as Ctrl-C does where it was started. It looks for the wish a few times a second.
    /// </summary>
    /// <returns>Whether a process writes there; where none does, nothing is asked.</returns>
    /// <exception cref="OptionException">FF1262: it is no run's folder.</exception>
    /// <exception cref="StorageException">It cannot be written.</exception>
    public static bool RequestStop(string path)
    {
        bool live = RunSummary.Read(path).IsLive;
        return Guarded(path, () =>
        {
            if (live) File.WriteAllText(System.IO.Path.Combine(path, StopFile), "");
            return live;
        });
    }

    /// <summary>Moves a run into the folder <c>.trash</c> beside it, and returns where it lies there.</summary>
    /// <exception cref="OptionException">FF1262: it is no run's folder. FF1260: a process writes to it.</exception>
    /// <exception cref="StorageException">It cannot be moved.</exception>
    public static string Remove(string path)
    {
        _ = RunSummary.Read(path);
        string full = System.IO.Path.GetFullPath(path).TrimEnd(System.IO.Path.DirectorySeparatorChar);
        return Guarded(full, () =>
        {
            RunLock.Take(full).Dispose();
            string trash = Directory.CreateDirectory(System.IO.Path.Combine(System.IO.Path.GetDirectoryName(full)!, Trash)).FullName;
            string name = System.IO.Path.GetFileName(full), place = System.IO.Path.Combine(trash, name);
            for (int i = 2; Directory.Exists(place); i++) place = System.IO.Path.Combine(trash, string.Create(CultureInfo.InvariantCulture, $"{name}.{i}"));
            Directory.Move(full, place);
            return place;
        });
    }

    /// <summary>Whether somebody asked this run to stop.</summary>
    public bool IsStopRequested => File.Exists(At(StopFile));

    /// <summary>Changes what <c>run.json</c> says.</summary>
    /// <exception cref="StorageException">It cannot be written; the file there before is untouched.</exception>
    public void Update(Func<RunRecord, RunRecord> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        Record = change(Record);
        Save(RecordFile, stream => RunRecordJson.Write(stream, Record));
    }

    /// <summary>Saves what was run, every setting in force, as <c>config.json</c>.</summary>
    /// <exception cref="StorageException">It cannot be written.</exception>
    public void SaveConfiguration(string json) => Save(ConfigurationFile, stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(json)));

    /// <summary>Saves a file of the run as a whole or not at all.</summary>
    /// <exception cref="StorageException">It cannot be written; what was there before is untouched.</exception>
    public void Save(string file, Action<Stream> write) => DurableFile.Write(At(file), write, overwrite: true);

    /// <summary>Waits until all events so far are on the disk, and returns the length of <c>metrics.jsonl</c>.</summary>
    /// <exception cref="StorageException">The disk did not confirm them.</exception>
    public long SynchronizeLog()
    {
        DurableFile.Synchronize(_metrics);
        return _metrics.Length;
    }

    /// <summary>Drops the events after a length of <c>metrics.jsonl</c>: those that a resumed training will write again.</summary>
    /// <param name="length">What <see cref="SynchronizeLog"/> returned when the checkpoint was made.</param>
    /// <exception cref="DataException">FF2481: the file is shorter.</exception>
    public void CutLog(long length)
    {
        if (_metrics.Length < length) throw Errors.Data("FF2481", Evidence.Path(At(MetricsFile)), _metrics.Length, length);
        _metrics.SetLength(length);
        _metrics.Seek(0, SeekOrigin.End);
    }

    /// <summary>Where a file of the run lies.</summary>
    public string At(string file) => System.IO.Path.Combine(Path, file);

    /// <summary>Ends writing: another process may go on.</summary>
    public void Dispose()
    {
        ForgetStop();
        _metrics.Dispose();
        _lock.Dispose();
    }

    /// <summary>A wish to stop is for one session only.</summary>
    private void ForgetStop()
    {
        try
        {
            File.Delete(At(StopFile));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Nothing can be deleted where nothing can be written, and that is reported by whoever writes.
        }
    }

    /// <summary>The number of the next run called after a stem: one above the greatest that is there.</summary>
    public static int NextNumber(string stem, string root = DefaultRoot)
    {
        ArgumentNullException.ThrowIfNull(stem);
        ArgumentNullException.ThrowIfNull(root);
        if (!Directory.Exists(root)) return 1;
        return 1 + Directory.EnumerateDirectories(root, stem + "-*").Select(p => System.IO.Path.GetFileName(p)[(stem.Length + 1)..])
            .Select(text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0).DefaultIfEmpty().Max();
    }

    private static RunFolder Numbered(RunRecord record, string root)
    {
        int next = NextNumber(record.Name, root);
        while (true)
            if (TryMake(record with { Name = string.Create(CultureInfo.InvariantCulture, $"{record.Name}-{next++}") }, root) is { } made) return made;
    }

    /// <summary>Makes the folder and writes the record; null where another run has the name.</summary>
    private static RunFolder? TryMake(RunRecord record, string root)
    {
        string path = System.IO.Path.Combine(root, record.Name);
        if (Directory.Exists(path) || File.Exists(path)) return null;
        Directory.CreateDirectory(path);
        RunLock held;
        try
        {
            held = RunLock.Take(path);
        }
        catch (OptionException)
        {
            return null;
        }
        if (File.Exists(System.IO.Path.Combine(path, RecordFile)))
        {
            held.Dispose();
            return null;
        }
        var folder = new RunFolder(path, held, record);
        try
        {
            folder.Update(r => r);
            return folder;
        }
        catch (Exception)
        {
            folder.Dispose();
            throw;
        }
    }

    private static T Guarded<T>(string path, Func<T> act)
    {
        try
        {
            return act();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException(Errors.Notice("FF4130", Evidence.Path(path), Evidence.Of(e.Message, 200)), e);
        }
    }
}
