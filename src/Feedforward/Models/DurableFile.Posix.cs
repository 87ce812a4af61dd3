using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Feedforward;

internal static partial class DurableFile
{
    /// <summary>The calls of the C library that .NET hides or softens. The numbers are the same on Linux and macOS unless named otherwise.</summary>
    private static partial class Posix
    {
        internal const int EPERM = 1, ENOENT = 2, EACCES = 13, EEXIST = 17, ENOTDIR = 20, EISDIR = 21, EINVAL = 22, ENOSPC = 28, EROFS = 30;
        internal const int EDQUOT = 122, EDQUOTOnMac = 69;
        private const int ENOTSUPOnMac = 45, FullFsyncOnMac = 51, RenameExclusiveOnMac = 4, RenameNoReplaceOnLinux = 1, CurrentFolderOnLinux = -100;
        private const int ReadOnly = 0, CloseOnExecOnMac = 0x1000000, CloseOnExecOnLinux = 0x80000;

        /// <summary>0 when the device has confirmed the data. macOS' fsync stops at the drive's cache; its F_FULLFSYNC does not.</summary>
        internal static int Synchronize(SafeFileHandle file)
        {
            if (!OperatingSystem.IsMacOS()) return Fsync(file);
            int result = Fcntl(file, FullFsyncOnMac);
            return result != 0 && Marshal.GetLastPInvokeError() == ENOTSUPOnMac ? Fsync(file) : result;
        }

        internal static SafeFileHandle OpenFolder(string path) =>
            Open(path, ReadOnly | (OperatingSystem.IsMacOS() ? CloseOnExecOnMac : CloseOnExecOnLinux));

        /// <summary>Renames; fails with EEXIST where the new name is taken.</summary>
        internal static int RenameToNew(string from, string to) => OperatingSystem.IsMacOS()
            ? RenameExclusive(from, to, RenameExclusiveOnMac)
            : RenameAt(CurrentFolderOnLinux, from, CurrentFolderOnLinux, to, RenameNoReplaceOnLinux);

        [LibraryImport("libc", EntryPoint = "rename", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
        internal static partial int Rename(string from, string to);

        [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
        internal static partial int Link(string from, string to);

        [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
        private static partial int Fsync(SafeFileHandle file);

        [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
        private static partial int Fcntl(SafeFileHandle file, int command);

        [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
        private static partial SafeFileHandle Open(string path, int flags);

        [LibraryImport("libc", EntryPoint = "renameat2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
        private static partial int RenameAt(int fromFolder, string from, int toFolder, string to, uint flags);

        [LibraryImport("libc", EntryPoint = "renamex_np", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
        private static partial int RenameExclusive(string from, string to, uint flags);
    }
}
