using System.Globalization;
using System.Runtime.InteropServices;

namespace Feedforward;

internal static partial class DurableFile
{
    private const int FileExistsOnWindows = unchecked((int)0x80070050);
    private const int AlreadyExistsOnWindows = unchecked((int)0x800700B7);
    private const int DiskFullOnWindows = unchecked((int)0x80070070);

    private static IOException LastError()
    {
        int number = Marshal.GetLastPInvokeError();
        return new IOException(Marshal.GetPInvokeErrorMessage(number), number);
    }

    private static string CodeOf(Exception error) => (error, Number(error)) switch
    {
        (_, Posix.ENOSPC or Posix.EDQUOT or Posix.EDQUOTOnMac or DiskFullOnWindows) => "FF4102",
        (UnauthorizedAccessException, _) or (_, Posix.EACCES or Posix.EPERM or Posix.EROFS) => "FF4103",
        (_, Posix.ENOENT or Posix.ENOTDIR) => "FF4104",
        (_, Posix.EISDIR) => "FF4105",
        _ => "FF4101",
    };

    /// <summary>The number of the system's error: errno, where the runtime has kept it.</summary>
    private static int Number(Exception error) => error switch
    {
        UnauthorizedAccessException { InnerException: IOException inner } => inner.HResult,
        DirectoryNotFoundException or FileNotFoundException => Posix.ENOENT,
        _ => error.HResult,
    };

    private static StorageException Failure(string code, string target, Exception error)
    {
        int number = Number(error);
        string reason = number is > 0 and < 4096
            ? string.Create(CultureInfo.InvariantCulture, $"errno {number}, {Marshal.GetPInvokeErrorMessage(number)}")
            : Evidence.Of(error.Message, 200);
        return new StorageException(Errors.Notice(code, Evidence.Path(target), reason, FreeSpace(target)), error);
    }

    private static string FreeSpace(string target)
    {
        try
        {
            double bytes = new DriveInfo(Path.GetDirectoryName(target) ?? target).AvailableFreeSpace;
            return string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:N1} MB");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return "?";
        }
    }
}
