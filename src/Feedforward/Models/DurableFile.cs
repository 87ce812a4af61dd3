using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Feedforward;

/// <summary>
/// Saves a file so that its name leads to the whole old content or to the whole new one, and a save that returns is on the disk:
/// temporary file in the same folder → write → fsync → close → rename → fsync of the folder. After any error the temporary file is gone and
/// the old file is untouched. The errors of fsync come from the C library itself: .NET 10's own flush drops them on Linux.
/// </summary>
internal static partial class DurableFile
{
    private static readonly TimeSpan AbandonedAfter = TimeSpan.FromMinutes(1);
    private static int _count;

    /// <summary>Saves what <paramref name="write"/> writes.</summary>
    /// <exception cref="OptionException">The file exists and <paramref name="overwrite"/> is false.</exception>
    /// <exception cref="StorageException">It could not be saved; the sentence says why.</exception>
    internal static void Write(string path, Action<Stream> write, bool overwrite)
    {
        string target = overwrite ? ThroughLinks(FullPath(path)) : FullPath(path);
        Save(target, write, temporary =>
        {
            if (overwrite) Replace(temporary, target);
            else if (!TryPlace(temporary, target)) throw Errors.Option("FF1240", Evidence.Path(path));
            return target;
        });
    }

    /// <summary>
    /// Saves what <paramref name="write"/> writes and renames the file that has the name to <paramref name="previous"/>, if that is given: only when the
    /// new one is on the disk under its temporary name, so that one of the two names always leads to a whole file.
    /// </summary>
    /// <exception cref="StorageException">It could not be saved; the sentence says why.</exception>
    internal static void WriteKeeping(string? previous, string path, Action<Stream> write)
    {
        string target = FullPath(path);
        Save(target, write, temporary =>
        {
            if (previous is null) Replace(temporary, target);
            else Replace(temporary, target, FullPath(previous));
            return target;
        });
    }

    private static void Replace(string temporary, string target, string previous)
    {
        Replace(target, previous);
        try
        {
            Replace(temporary, target);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Replace(previous, target);
            throw;
        }
    }

    /// <summary>
    /// Saves under the first free name of <c>iris.safetensors</c>, <c>iris-2.safetensors</c>, <c>iris-3.safetensors</c>, … and returns it.
    /// A name is free when the file system itself says so at the moment of naming: of two processes, each gets its own.
    /// </summary>
    internal static string WriteNextFree(string path, Action<Stream> write) =>
        Save(FullPath(path), write, temporary => Names(path).First(name => TryPlace(temporary, Path.GetFullPath(name))));

    private static IEnumerable<string> Names(string path)
    {
        yield return path;
        string stem = Path.Combine(Path.GetDirectoryName(path) ?? "", Path.GetFileNameWithoutExtension(path));
        for (int i = 2; ; i++) yield return string.Create(CultureInfo.InvariantCulture, $"{stem}-{i}{Path.GetExtension(path)}");
    }

    private static string FullPath(string path) =>
        path.Contains('\0', StringComparison.Ordinal) || Path.GetFileName(path).Length == 0
            ? throw Errors.Option("FF1241", Evidence.Path(path))
            : Path.GetFullPath(path);

    private static string Save(string target, Action<Stream> write, Func<string, string> place)
    {
        string folder = Path.GetDirectoryName(target) ?? target;
        string? temporary = null;
        try
        {
            RemoveAbandoned(folder, target);
            using (var stream = CreateTemporary(folder, target))
            {
                temporary = stream.Name;
                write(stream);
                stream.Flush();
                if (!Synchronize(stream.SafeFileHandle)) throw Failure("FF4107", target, LastError());
            }
            string placed = place(temporary);
            SynchronizeFolder(folder, placed);
            return placed;
        }
        catch (Exception e)
        {
            if (temporary is not null) Remove(temporary);
            // A file that is too large for its file system (EFBIG) is an argument out of range to .NET.
            if (e is IOException or UnauthorizedAccessException or EntryPointNotFoundException or ArgumentOutOfRangeException) throw Failure(CodeOf(e), target, e);
            throw;
        }
    }

    private static FileStream CreateTemporary(string folder, string target)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.Delete,
            BufferSize = 1 << 16,
        };
        if (!OperatingSystem.IsWindows() && File.Exists(target)) options.UnixCreateMode = File.GetUnixFileMode(target);
        while (true)
        {
            string name = string.Create(CultureInfo.InvariantCulture,
                $"{TemporaryPrefix(target)}{Environment.ProcessId}-{Interlocked.Increment(ref _count)}.tmp");
            try
            {
                return new FileStream(Path.Combine(folder, name), options);
            }
            catch (IOException e) when (e.HResult is Posix.EEXIST or FileExistsOnWindows)
            {
            }
        }
    }

    /// <summary>Sixty characters of the name keep the temporary name within the 255 bytes that file systems allow.</summary>
    private static string TemporaryPrefix(string target)
    {
        string name = Path.GetFileName(target);
        return $".{name[..Math.Min(name.Length, 60)]}.";
    }

    /// <summary>
    /// Removes what a killed process left of an earlier save to the same name. A writer holds a lock on its temporary file; where the file
    /// system has no locks, a file touched within the last minute is left alone.
    /// </summary>
    private static void RemoveAbandoned(string folder, string target)
    {
        string prefix = TemporaryPrefix(target);
        foreach (string path in Directory.EnumerateFiles(folder, ".*.tmp"))
        {
            if (!Path.GetFileName(path).StartsWith(prefix, StringComparison.Ordinal)) continue;
            if (DateTime.UtcNow - File.GetLastWriteTimeUtc(path) < AbandonedAfter) continue;
            try
            {
                using var free = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                continue;
            }
            Remove(path);
        }
    }

    /// <summary>Removes what killed writers left in a folder to which nobody else writes now.</summary>
    internal static void RemoveTemporaries(string folder)
    {
        foreach (string path in Directory.EnumerateFiles(folder, ".*.tmp")) Remove(path);
    }

    private static void Remove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The error that led here is the one to report.
        }
    }

    /// <summary>A link keeps pointing where it points: the file behind it is replaced.</summary>
    private static string ThroughLinks(string path)
    {
        try
        {
            return new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return path;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failure(CodeOf(e), path, e);
        }
    }

    private static void Replace(string temporary, string target)
    {
        // rename(2) over /dev/null, as root, would make a file of the device.
        if (target.StartsWith("/dev/", StringComparison.Ordinal) && !target.StartsWith("/dev/shm/", StringComparison.Ordinal))
            throw Failure("FF4106", target, new IOException("", Posix.EEXIST));
        if (OperatingSystem.IsWindows()) File.Move(temporary, target, overwrite: true);
        else if (Posix.Rename(temporary, target) != 0) throw LastError();
    }

    /// <summary>
    /// Gives the temporary file its name unless that name is taken (false). link(2) refuses a taken name in the same step on every POSIX
    /// system and on network file systems; file systems without hard links (FAT) rename with the flag that says the same.
    /// </summary>
    private static bool TryPlace(string temporary, string target)
    {
        if (OperatingSystem.IsWindows()) return TryMove(temporary, target);
        if (Posix.Link(temporary, target) == 0)
        {
            Remove(temporary);
            return true;
        }
        if (Marshal.GetLastPInvokeError() == Posix.EEXIST) return false;
        if (Posix.RenameToNew(temporary, target) == 0) return true;
        return Marshal.GetLastPInvokeError() == Posix.EEXIST ? false : throw LastError();
    }

    private static bool TryMove(string temporary, string target)
    {
        try
        {
            File.Move(temporary, target, overwrite: false);
            return true;
        }
        catch (IOException e) when (e.HResult is FileExistsOnWindows or AlreadyExistsOnWindows)
        {
            return false;
        }
    }

    /// <summary>Waits until what was written to an open file is on the disk; a file that only grows is made durable by it.</summary>
    /// <exception cref="StorageException">FF4107: the disk did not confirm it.</exception>
    internal static void Synchronize(FileStream file)
    {
        if (!Synchronize(file.SafeFileHandle)) throw Failure("FF4107", file.Name, LastError());
    }

    private static bool Synchronize(SafeFileHandle file)
    {
        if (!OperatingSystem.IsWindows()) return Posix.Synchronize(file) == 0;
        RandomAccess.FlushToDisk(file);
        return true;
    }

    /// <summary>Makes the new name durable. Windows has no such call: its file systems log the change of a name themselves.</summary>
    private static void SynchronizeFolder(string folder, string placed)
    {
        if (OperatingSystem.IsWindows()) return;
        using var handle = Posix.OpenFolder(folder);
        if (!handle.IsInvalid && Posix.Synchronize(handle) == 0) return;
        var error = LastError();
        // A file system without this operation says so with EINVAL; it has nothing to wait for.
        if (handle.IsInvalid || error.HResult != Posix.EINVAL) throw Failure("FF4108", placed, error);
    }
}
