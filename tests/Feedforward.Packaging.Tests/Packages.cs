namespace Feedforward.Packaging.Tests;

/// <summary>The packages, built as they are released, in a folder that is the only source of packages for those who use them here.</summary>
public sealed class Packages : IAsyncLifetime
{
    internal const string Version = "0.1.0";

    private readonly TemporaryFolder _folder = new();
    private readonly Lazy<Task<string>> _tool;

    public Packages() => _tool = new(InstallTool);

    internal string Folder => _folder["packages"];

    /// <summary>The command, installed from its package; all who ask get the same.</summary>
    internal Task<string> Tool => _tool.Value;

    internal string File(string package) => Path.Combine(Folder, $"{package}.{Version}.nupkg");

    public async ValueTask InitializeAsync()
    {
        foreach (string project in new[] { "Feedforward", "Feedforward.Formats", "Feedforward.Cli" })
            (await Programs.Dotnet(
                Repository.Root, "pack", "src/" + project, "-c", "Release", "-o", Folder, $"-p:ArtifactsPath={_folder["build"]}", "-v", "q", "--nologo")).Succeeded();
    }

    /// <summary>Where the packages that these depend on lie since this repository was built; a folder of that form is a source of packages too.</summary>
    private static string Others => Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    /// <summary>Makes a folder use these packages and those that they depend on, with a package cache of its own.</summary>
    internal void BecomeSourceOf(string folder) => System.IO.File.WriteAllText(Path.Combine(folder, "nuget.config"), $"""
        <configuration>
          <config><add key="globalPackagesFolder" value="cache" /></config>
          <packageSources><clear /><add key="here" value="{Folder}" /><add key="others" value="{Others}" /></packageSources>
        </configuration>
        """);

    private async Task<string> InstallTool()
    {
        string folder = Directory.CreateDirectory(_folder["tool"]).FullName;
        BecomeSourceOf(folder);
        (await Programs.Dotnet(folder, "tool", "install", "Feedforward.Cli", "--version", Version, "--tool-path", "installed")).Succeeded();
        return Path.Combine(folder, "installed", OperatingSystem.IsWindows() ? "feedforward.exe" : "feedforward");
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
