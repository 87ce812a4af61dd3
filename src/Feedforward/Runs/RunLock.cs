using System.Diagnostics;
using System.Globalization;

namespace Feedforward;

/// <summary>
/// One writer for a run: <c>run.lock</c> names its process and the boot of its machine, and is locked as long as that process lives, so that a
/// killed writer leaves nothing to clear away. Where the file system has no locks, the process named is looked for. Readers need no lock.
/// </summary>
internal sealed class RunLock : IDisposable
{
    internal const string FileName = "run.lock";

    private const int Attempts = 5;

    /// <summary>Others may read; whoever wants the file for itself alone is refused.</summary>
    private const FileShare Shared = FileShare.Read | FileShare.Delete;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(40);

    private readonly FileStream _file;

    private RunLock(FileStream file) => _file = file;

    /// <summary>Takes the lock of a run's folder.</summary>
    /// <exception cref="OptionException">FF1260: another process writes there.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    internal static RunLock Take(string folder)
    {
        string path = Path.Combine(folder, FileName);
        // Somebody who asks whether the run is alive holds the file for a moment: try again.
        for (int attempt = 1; attempt <= Attempts; attempt++, Thread.Sleep(Pause))
            if (!IsHeld(path) && TryTake(path) is { } taken) return taken;
        throw Errors.Option("FF1260", Evidence.Path(folder), Owner(path)?.Process ?? "?");
    }

    /// <summary>Whether a process writes to the run of this lock file.</summary>
    internal static bool IsHeld(string path)
    {
        if (!File.Exists(path)) return false;
        try
        {
            using var alone = Alone(path, FileMode.Open, FileAccess.Read);
            if (alone is null) return true;
            using var second = Alone(path, FileMode.Open, FileAccess.Read);
            if (second is null) return false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
        return IsAlive(Owner(path));
    }

    /// <summary>Gives it back.</summary>
    public void Dispose()
    {
        // The name goes first, while the lock is held: nobody else can have taken what is removed.
        try
        {
            File.Delete(_file.Name);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A lock that nobody holds hinders nobody.
        }
        _file.Dispose();
    }

    /// <summary>Writes down who holds it, while nobody else can, and then holds it; null where somebody came between.</summary>
    private static RunLock? TryTake(string path)
    {
        string text = string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId} {Boot} {Stopwatch.GetTimestamp()}\n");
        using (var alone = Alone(path, FileMode.OpenOrCreate, FileAccess.ReadWrite))
        {
            if (alone is null) return null;
            alone.SetLength(0);
            alone.Write(System.Text.Encoding.ASCII.GetBytes(text));
        }
        try
        {
            var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, Shared, 1);
            if (Text(path) == text) return new RunLock(file);
            file.Dispose();
        }
        catch (IOException e) when (e is FileNotFoundException || IsSharing(e))
        {
            // Another was quicker, or whoever held it before removed the name after it was opened here.
        }
        return null;
    }

    /// <summary>The file for this program alone, or null where another has it open.</summary>
    private static FileStream? Alone(string path, FileMode mode, FileAccess access)
    {
        try
        {
            return new FileStream(path, mode, access, FileShare.None, 1);
        }
        catch (IOException e) when (e is FileNotFoundException || IsSharing(e))
        {
            return null;
        }
    }

    /// <summary>Whether another program holds the file: 11 or 35 = EWOULDBLOCK, 0x20 and 0x21 on Windows.</summary>
    private static bool IsSharing(IOException e) => e.HResult is 11 or 35 or unchecked((int)0x80070020) or unchecked((int)0x80070021);

    /// <summary>A process number means something only as long as the machine is not started anew.</summary>
    private static string Boot { get; } = Text("/proc/sys/kernel/random/boot_id")?.Trim() ?? "-";

    private static (string Process, string Boot)? Owner(string path) =>
        Text(path)?.Split(' ', '\n') is [var process, var boot, ..] ? (process, boot) : null;

    private static bool IsAlive((string Process, string Boot)? owner)
    {
        if (owner is not { } named || named.Boot != Boot) return false;
        if (!int.TryParse(named.Process, NumberStyles.None, CultureInfo.InvariantCulture, out int number)) return false;
        try
        {
            using var process = Process.GetProcessById(number);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static string? Text(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(file);
            return reader.ReadToEnd();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
