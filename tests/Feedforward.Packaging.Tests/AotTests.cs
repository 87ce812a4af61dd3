using System.Runtime.InteropServices;

namespace Feedforward.Packaging.Tests;

public class AotTests
{
    [Fact]
    public async Task A_program_compiled_ahead_of_time_has_no_warning_and_computes_the_same_bits()
    {
        using var folder = new TemporaryFolder();
        var published = await Programs.Dotnet(
            Repository.Root, "publish", "samples/Aot", "-c", "Release", "-r", RuntimeInformation.RuntimeIdentifier, "-o", folder["out"],
            $"-p:ArtifactsPath={folder["build"]}", "-v", "q", "--nologo");
        published.Succeeded();
        Assert.DoesNotContain("warning", published.Output + published.Messages, StringComparison.OrdinalIgnoreCase);

        string native = Path.Combine(folder["out"], OperatingSystem.IsWindows() ? "Aot.exe" : "Aot");
        Assert.Empty(Directory.EnumerateFiles(folder["out"], "*.dll"));
        var ahead = (await Programs.Run(native, folder.Path, [])).Succeeded();
        var justInTime = (await Programs.Dotnet(folder.Path, Path.Combine(AppContext.BaseDirectory, "Aot.dll"))).Succeeded();
        Assert.Equal(justInTime.Output, ahead.Output);
        Assert.Contains("100.0 %", ahead.Output, StringComparison.Ordinal);
    }
}
