using System.Diagnostics;
using System.Runtime.Versioning;
using System.Text;

namespace Feedforward.Tests.Models;

public sealed class DurableFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("feedforward-save-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string At(string name) => Path.Combine(_folder, name);

    private static Action<Stream> Text(string text) => stream => stream.Write(Encoding.UTF8.GetBytes(text));

    private string[] FilesLeft() => [.. Directory.GetFiles(_folder).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    [Fact]
    public void A_save_writes_the_file_and_leaves_nothing_else()
    {
        DurableFile.Write(At("m.safetensors"), Text("one"), overwrite: false);
        DurableFile.Write(At("m.safetensors"), Text("two"), overwrite: true);
        Assert.Equal("two", File.ReadAllText(At("m.safetensors")));
        Assert.Equal(["m.safetensors"], FilesLeft());
    }

    [Fact]
    public void A_save_that_may_replace_needs_nothing_to_replace()
    {
        DurableFile.Write(At("m"), Text("one"), overwrite: true);
        Assert.Equal("one", File.ReadAllText(At("m")));
        Assert.Equal("FF4104", Assert.Throws<StorageException>(() => DurableFile.Write(At("no/m"), Text("x"), overwrite: true)).Code);
    }

    [Fact]
    public void An_existing_file_is_refused_unless_it_may_be_replaced()
    {
        File.WriteAllText(At("m.safetensors"), "old");
        var error = Assert.Throws<OptionException>(() => DurableFile.Write(At("m.safetensors"), Text("new"), overwrite: false));
        Assert.Equal("FF1240", error.Code);
        Assert.Contains("--force", error.Message, StringComparison.Ordinal);
        Assert.Equal("old", File.ReadAllText(At("m.safetensors")));
        Assert.Equal(["m.safetensors"], FilesLeft());
    }

    [Theory]
    [InlineData("with space.safetensors")]
    [InlineData("鸢尾花 ü.safetensors")]
    [InlineData("new\nline.safetensors")]
    [InlineData("--force")]
    [InlineData("*?[a].tmp")]
    [InlineData("no extension")]
    [InlineData(".hidden")]
    public void Odd_names_work(string name)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() && name.AsSpan().ContainsAny("\n*?"), "Windows forbids this name.");
        DurableFile.Write(At(name), Text("one"), overwrite: false);
        DurableFile.Write(At(name), Text("two"), overwrite: true);
        Assert.Equal("two", File.ReadAllText(At(name)));
        Assert.Equal([name], FilesLeft());
    }

    [Fact]
    public void A_name_as_long_as_the_file_system_allows_works()
    {
        string name = string.Concat(Enumerable.Repeat("花", 85));
        DurableFile.Write(At(name), Text("one"), overwrite: false);
        Assert.Equal([name], FilesLeft());
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\0b")]
    [InlineData("folder/")]
    public void What_is_not_a_file_name_is_refused(string path) =>
        Assert.Equal("FF1241", Assert.Throws<OptionException>(() => DurableFile.Write(path, Text("x"), overwrite: true)).Code);

    [Fact]
    public void A_missing_folder_is_named()
    {
        var error = Assert.Throws<StorageException>(() => DurableFile.Write(At("no/such/m.safetensors"), Text("x"), overwrite: false));
        Assert.Equal("FF4104", error.Code);
        Assert.Contains("no/such/m.safetensors", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_of_that_name_is_not_touched()
    {
        Directory.CreateDirectory(At("m"));
        var error = Assert.Throws<StorageException>(() => DurableFile.Write(At("m"), Text("x"), overwrite: true));
        Assert.Equal("FF4105", error.Code);
        Assert.Equal("FF1240", Assert.Throws<OptionException>(() => DurableFile.Write(At("m"), Text("x"), overwrite: false)).Code);
        Assert.True(Directory.Exists(At("m")));
        Assert.Empty(FilesLeft());
    }

    [Fact]
    public void A_device_is_not_replaced()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no /dev.");
        Assert.IsType<StorageException>(Record.Exception(() => DurableFile.Write("/dev/null", Text("x"), overwrite: true)));
        Assert.Equal(0, new FileInfo("/dev/null").Length);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void A_folder_that_may_not_be_written_to_is_reported_and_unchanged()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess, "Needs a user whom permissions bind.");
        File.WriteAllText(At("m"), "old");
        File.SetUnixFileMode(_folder, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        try
        {
            Assert.Equal("FF4103", Assert.Throws<StorageException>(() => DurableFile.Write(At("m"), Text("x"), overwrite: true)).Code);
            Assert.Equal("old", File.ReadAllText(At("m")));
        }
        finally
        {
            File.SetUnixFileMode(_folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [Fact]
    public void A_writer_that_fails_leaves_the_old_file_and_no_other()
    {
        File.WriteAllText(At("m"), "old");
        Assert.Throws<InvalidOperationException>(() => DurableFile.Write(At("m"), Fail, overwrite: true));
        Assert.Equal("old", File.ReadAllText(At("m")));
        Assert.Equal(["m"], FilesLeft());

        static void Fail(Stream stream)
        {
            stream.Write(new byte[100_000]);
            throw new InvalidOperationException("planned");
        }
    }

    [Fact]
    public void A_link_stays_and_the_file_behind_it_is_replaced()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege on Windows.");
        File.WriteAllText(At("real"), "old");
        File.CreateSymbolicLink(At("link"), "real");
        DurableFile.Write(At("link"), Text("new"), overwrite: true);
        Assert.Equal("new", File.ReadAllText(At("real")));
        Assert.NotNull(new FileInfo(At("link")).LinkTarget);
        Assert.Equal("FF1240", Assert.Throws<OptionException>(() => DurableFile.Write(At("link"), Text("x"), overwrite: false)).Code);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void A_file_that_only_its_owner_may_read_stays_so()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has other permissions.");
        File.WriteAllText(At("m"), "old");
        File.SetUnixFileMode(At("m"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        DurableFile.Write(At("m"), Text("new"), overwrite: true);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(At("m")));
    }

    [Fact]
    public void A_reader_that_holds_the_old_file_open_keeps_its_content()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows does not replace an open file.");
        File.WriteAllText(At("m"), "old");
        using var reader = new StreamReader(At("m"));
        DurableFile.Write(At("m"), Text("new"), overwrite: true);
        Assert.Equal("old", reader.ReadToEnd());
    }

    [Fact]
    public void The_next_free_name_counts_from_two()
    {
        Assert.Equal(At("iris.safetensors"), DurableFile.WriteNextFree(At("iris.safetensors"), Text("1")));
        Assert.Equal(At("iris-2.safetensors"), DurableFile.WriteNextFree(At("iris.safetensors"), Text("2")));
        Directory.CreateDirectory(At("iris-3.safetensors"));
        Assert.Equal(At("iris-4.safetensors"), DurableFile.WriteNextFree(At("iris.safetensors"), Text("4")));
        Assert.Equal(["iris-2.safetensors", "iris-4.safetensors", "iris.safetensors"], FilesLeft());
    }

    [Fact]
    public void Savers_that_race_for_the_next_free_name_each_get_their_own()
    {
        var names = new string[40];
        Parallel.For(0, names.Length, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i => names[i] = DurableFile.WriteNextFree(At("iris.safetensors"), Text($"saver {i}")));
        Assert.Equal(names.Length, names.Distinct().Count());
        for (int i = 0; i < names.Length; i++) Assert.Equal($"saver {i}", File.ReadAllText(names[i]));
        Assert.Equal(names.Length, FilesLeft().Length);
    }

    [Fact]
    public void Of_savers_that_race_for_one_name_exactly_one_wins()
    {
        int won = 0;
        Parallel.For(0, 16, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            try
            {
                DurableFile.Write(At("m"), Text($"saver {i}"), overwrite: false);
                Interlocked.Increment(ref won);
            }
            catch (OptionException e) when (e.Code == "FF1240")
            {
            }
        });
        Assert.Equal(1, won);
        Assert.Equal(["m"], FilesLeft());
    }

    [Fact]
    public void What_a_killed_save_left_goes_with_the_next_one_but_a_living_one_is_spared()
    {
        File.WriteAllText(At(".m.1-1.tmp"), "left long ago");
        File.SetLastWriteTimeUtc(At(".m.1-1.tmp"), DateTime.UtcNow.AddMinutes(-5));
        File.WriteAllText(At(".m.1-2.tmp"), "left just now");
        File.WriteAllText(At(".other.1-1.tmp"), "not ours");
        File.SetLastWriteTimeUtc(At(".other.1-1.tmp"), DateTime.UtcNow.AddMinutes(-5));
        using (var living = new FileStream(At(".m.1-3.tmp"), FileMode.CreateNew, FileAccess.Write, FileShare.Delete))
        {
            living.WriteByte(1);
            living.Flush();
            File.SetLastWriteTimeUtc(At(".m.1-3.tmp"), DateTime.UtcNow.AddMinutes(-5));
            DurableFile.Write(At("m"), Text("x"), overwrite: false);
        }
        Assert.Equal([".m.1-2.tmp", ".m.1-3.tmp", ".other.1-1.tmp", "m"], FilesLeft());
    }

    [Fact]
    public void A_full_disk_is_named_with_its_free_space_and_the_old_file_stays() => OnSmallDisk(() =>
    {
        for (int size = 200_000; size <= 400_000; size += 65_536)
        {
            var error = Assert.Throws<StorageException>(() => DurableFile.Write(At("m"), stream => stream.Write(new byte[size]), overwrite: true));
            Assert.Equal("FF4102", error.Code);
            Assert.Contains("errno 28", error.Message, StringComparison.Ordinal);
            Assert.Matches(@"Free space there: 0\.\d MB", error.Message);
        }
    });

    [Fact]
    public void A_disk_that_became_read_only_is_named_and_the_old_file_stays() => OnSmallDisk(() =>
    {
        Assert.True(Run("mount", "-o", "remount,ro", _folder));
        var error = Assert.Throws<StorageException>(() => DurableFile.Write(At("m"), stream => stream.Write(new byte[10]), overwrite: true));
        Assert.Equal("FF4103", error.Code);
        Assert.Contains("errno 30", error.Message, StringComparison.Ordinal);
    });

    /// <summary>On a disk of 256 KiB with a file of 100,000 bytes, which must be whole and alone afterwards.</summary>
    private void OnSmallDisk(Action test)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Uses a small tmpfs.");
        Assert.SkipUnless(Run("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", _folder), "tmpfs could not be mounted.");
        try
        {
            DurableFile.Write(At("m"), stream => stream.Write(new byte[100_000]), overwrite: false);
            test();
            Assert.Equal(new byte[100_000], File.ReadAllBytes(At("m")));
            Assert.Equal(["m"], FilesLeft());
        }
        finally
        {
            Assert.True(Run("umount", _folder));
        }
    }

    private static bool Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
