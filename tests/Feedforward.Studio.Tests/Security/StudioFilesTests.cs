using Feedforward.Studio.Build;

namespace Feedforward.Studio.Tests.Security;

/// <summary>The one way from a page to a file.</summary>
public sealed class StudioFilesTests : IDisposable
{
    private readonly DirectoryInfo _outer = Directory.CreateTempSubdirectory("feedforward-files-");
    private readonly StudioFiles _files;

    public StudioFilesTests()
    {
        Directory.CreateDirectory(At("folder/data"));
        File.WriteAllText(At("secret.csv"), "a,b\n1,2\n");
        File.WriteAllText(At("folder/data.csv"), "a,b\n1,2\n");
        File.WriteAllText(At("folder/data/inner.csv"), "a,b\n1,2\n");
        File.WriteAllText(At("folder/notes.md"), "x");
        _files = new StudioFiles(new StudioOptions { Folder = At("folder") });
    }

    public static TheoryData<string> Strings => [.. TraversalStrings.All];

    [Theory, MemberData(nameof(Strings))]
    public void A_text_that_leads_out_is_refused(string text)
    {
        string? found = null;
        try
        {
            found = _files.Resolve(text);
        }
        catch (OptionException e)
        {
            Assert.Equal("FF9503", e.Code);
            Assert.DoesNotContain(_outer.FullName, e.Message, StringComparison.Ordinal);
        }
        if (found is not null) Assert.StartsWith(_files.Root + Path.DirectorySeparatorChar, found, StringComparison.Ordinal);
    }

    [Theory, InlineData("data.csv"), InlineData("data/inner.csv"), InlineData("data")]
    public void What_lies_beneath_is_found(string text) => Assert.Equal(Path.Combine(_files.Root, text), _files.Resolve(text));

    [Fact]
    public void Links_that_lead_out_are_refused_and_those_that_stay_are_followed()
    {
        File.CreateSymbolicLink(At("folder/out.csv"), At("secret.csv"));
        File.CreateSymbolicLink(At("folder/relative.csv"), "../secret.csv");
        Directory.CreateSymbolicLink(At("folder/outer"), _outer.FullName);
        File.CreateSymbolicLink(At("folder/chain.csv"), At("folder/out.csv"));
        File.CreateSymbolicLink(At("folder/self.csv"), At("folder/self.csv"));
        File.CreateSymbolicLink(At("folder/stays.csv"), At("folder/data.csv"));
        foreach (string text in new[] { "out.csv", "relative.csv", "outer/secret.csv", "outer", "chain.csv", "self.csv" })
            Assert.Equal("FF9503", Assert.Throws<OptionException>(() => _files.Resolve(text)).Code);
        Assert.Equal(Path.Combine(_files.Root, "data.csv"), _files.Resolve("stays.csv"));
    }

    [Fact]
    public void Only_data_are_offered()
    {
        Directory.CreateSymbolicLink(At("folder/outer"), _outer.FullName);
        Directory.CreateDirectory(At("folder/runs/a-1"));
        File.WriteAllText(At("folder/runs/a-1/predictions.csv"), "x");
        File.WriteAllText(At("folder/.hidden.csv"), "x");
        Assert.Equal(["data.csv", "data/inner.csv"], _files.DataFiles());
    }

    [Fact]
    public void A_page_that_names_another_file_learns_nothing_of_it()
    {
        foreach (string text in TraversalStrings.All)
            Assert.ThrowsAny<FeedforwardException>(() => Preparation.Of(_files, text, null));
    }

    public void Dispose() => _outer.Delete(recursive: true);

    private string At(string path) => Path.Combine(_outer.FullName, path);
}
