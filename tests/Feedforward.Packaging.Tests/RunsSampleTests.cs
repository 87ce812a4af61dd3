namespace Feedforward.Packaging.Tests;

public class RunsSampleTests
{
    [Fact]
    public async Task The_sample_stops_a_run_goes_on_with_it_and_prints_what_it_should()
    {
        using var folder = new TemporaryFolder();
        File.Copy(FirstPage.Data, folder["flowers.csv"]);
        var ended = await Programs.Dotnet(folder.Path, Path.Combine(AppContext.BaseDirectory, "Runs.dll"));
        string expected = await File.ReadAllTextAsync(Repository.File("samples/Runs/output.txt"), TestContext.Current.CancellationToken);
        Assert.Equal(expected.ReplaceLineEndings("\n"), ended.Succeeded().Output.ReplaceLineEndings("\n"));
        Assert.Equal(20, File.ReadLines(folder["runs/flowers-1/metrics.jsonl"]).Count(line => line.Contains("\"t\":\"epoch\"", StringComparison.Ordinal)));
    }
}
