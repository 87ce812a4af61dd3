namespace Feedforward.Formats;

/// <summary>A file that is held open while readers read it by its path, as often as they like, so that a change meanwhile is seen; or a pipe, which is read once.</summary>
internal sealed class HeldFile : IDisposable
{
    private readonly string _path;
    private readonly FileStream _file;
    private readonly (long Length, DateTime Written) _state;

    /// <summary>Opens it.</summary>
    /// <exception cref="DataException">FF2210 to FF2213.</exception>
    internal HeldFile(string path)
    {
        (_path, _file) = (path, GzipFile.Open(path));
        if (!IsPipe)
            _state = State(_file);
    }

    /// <summary>Whether what comes can be read only once.</summary>
    internal bool IsPipe => !_file.CanSeek;

    /// <summary>What comes through a pipe.</summary>
    internal Stream Pipe => _file;

    /// <summary>Refuses what was read where the file was written to, or replaced, meanwhile.</summary>
    /// <exception cref="DataException">FF2044.</exception>
    internal void RequireSame()
    {
        if (IsPipe)
            return;
        using var now = GzipFile.Open(_path);
        if (State(now) != _state)
            throw GzipFile.Failure("FF2044", _path, _state.Length, now.Length);
    }

    public void Dispose() => _file.Dispose();

    private static (long, DateTime) State(FileStream file) => (file.Length, File.GetLastWriteTimeUtc(file.SafeFileHandle));
}
