using System.Security.Cryptography;

namespace Feedforward.Formats.Tests;

public sealed class NamedSetsTests : IDisposable
{
    internal static readonly string[] Names = ["train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"];

    internal static readonly byte[][] Contents =
    [
        [0, 0, 8, 3, 0, 0, 0, 3, 0, 0, 0, 1, 0, 0, 0, 2, 1, 2, 3, 4, 5, 6],
        [0, 0, 8, 1, 0, 0, 0, 3, 0, 1, 0],
        [0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 2, 7, 8],
        [0, 0, 8, 1, 0, 0, 0, 1, 1],
    ];

    internal static readonly NamedSet Tiny = new("tiny", ["no", "yes"], [.. Names.Zip(Contents, (name, content) =>
        new NamedFile(name, content.Length, Convert.ToHexStringLower(SHA256.HashData(content))))], []);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private void Fill(string sub, bool gzip, int files = 4)
    {
        for (int i = 0; i < files; i++)
            _folder.Write(Path.Combine(sub, Names[i] + (gzip ? ".gz" : "")), gzip ? IdxTests.Gzip(Contents[i]) : Contents[i]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Four_files_plain_or_compressed_are_a_set_with_its_class_names(bool gzip)
    {
        Fill("", gzip);
        var (train, test) = NamedSets.Load(Tiny, [_folder.At("elsewhere"), _folder.Path]);
        Assert.Equal(new byte[] { 1, 2, 3, 4, 5, 6 }, train.Bytes.ToArray());
        Assert.Equal([0, 1, 0], train.Labels);
        Assert.Equal([1], test.Labels);
        Assert.Equal(["no", "yes"], test.Classes);
    }

    [Fact]
    public void Folders_are_looked_through_in_their_order_and_only_a_complete_one_counts()
    {
        Fill("a", gzip: false, files: 3);
        Fill("b", gzip: true);
        Assert.StartsWith(_folder.At("b"), NamedSets.Load(Tiny, [_folder.At("a"), _folder.At("b")]).Train.Source, StringComparison.Ordinal);
    }

    [Fact]
    public void A_set_that_is_nowhere_says_which_files_to_put_where_and_how_to_fetch_them()
    {
        var error = Assert.Throws<DataException>(() => NamedSets.Load(Tiny, [_folder.At("a"), _folder.At("b")]));
        Assert.Equal("FF2241", error.Code);
        foreach (string part in (string[])[.. Names, _folder.At("a"), _folder.At("b"), "feedforward data tiny --download"])
            Assert.Contains(part, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_set_of_which_only_some_files_are_there_says_which_are_missing()
    {
        Fill("", gzip: false, files: 3);
        var error = Assert.Throws<DataException>(() => NamedSets.Load(Tiny, [_folder.At("none"), _folder.Path]));
        Assert.Equal("FF2243", error.Code);
        Assert.Contains("missing: t10k-labels-idx1-ubyte.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_with_other_contents_is_named()
    {
        Fill("", gzip: false);
        byte[] other = [.. Contents[2]];
        other[^1] ^= 1;
        string path = _folder.Write(Names[2], other);
        var error = Assert.Throws<DataException>(() => NamedSets.Load(Tiny, [_folder.Path]));
        Assert.Equal("FF2242", error.Code);
        Assert.Equal(path, error.Notice.Place);
    }

    [Fact]
    public void A_name_that_is_not_known_is_answered_by_those_that_are()
    {
        var error = Assert.Throws<OptionException>(() => NamedSets.Load("mnits"));
        Assert.Equal("FF2240", error.Code);
        Assert.Contains("mnist, fashion-mnist", error.Message, StringComparison.Ordinal);
        Assert.Null(NamedSets.Find("mnits"));
        Assert.Equal("mnist", NamedSets.Find("MNIST")!.Name);
    }

    [Fact]
    public void A_folder_that_was_named_and_is_not_there_is_an_error() =>
        Assert.Equal("FF2245", Assert.Throws<OptionException>(() => NamedSets.Load("mnist", _folder.At("none"))).Code);

    [Fact]
    public void The_folder_given_comes_before_the_variable_and_the_cache()
    {
        string[] Search(string? given, params (string Name, string Value)[] environment) =>
            [.. NamedSetsFolders.ToSearch(Tiny, given, name => environment.FirstOrDefault(pair => pair.Name == name).Value)];
        Assert.SkipUnless(OperatingSystem.IsLinux(), "paths of Linux");
        Assert.Equal(
            ["/g/tiny", "/g", "/v/tiny", "/v", "/x/feedforward/tiny", "/x/feedforward"],
            Search("/g", ("FEEDFORWARD_DATA", "/v"), ("XDG_CACHE_HOME", "/x"), ("HOME", "/h")));
        Assert.Equal(["/h/.cache/feedforward/tiny", "/h/.cache/feedforward"], Search(null, ("HOME", "/h")));
        Assert.Equal(["/h/.cache/feedforward/tiny", "/h/.cache/feedforward"], Search(null, ("XDG_CACHE_HOME", "relative"), ("HOME", "/h"), ("FEEDFORWARD_DATA", "")));
        Assert.Empty(Search(null));
        Assert.Empty(Search(null, ("HOME", "")));
    }

    [Fact]
    public void Elsewhere_than_on_Linux_the_cache_lies_in_the_local_application_data() =>
        Assert.Equal(
            Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "feedforward"),
            NamedSetsFolders.Cache(_ => null, linux: false));

    [Fact]
    public void Every_named_set_has_ten_classes_four_files_and_a_line_in_both_languages()
    {
        var culture = System.Globalization.CultureInfo.CurrentUICulture;
        try
        {
            foreach (var set in NamedSets.All)
            {
                System.Globalization.CultureInfo.CurrentUICulture = System.Globalization.CultureInfo.InvariantCulture;
                string english = set.Description;
                System.Globalization.CultureInfo.CurrentUICulture = new("zh-CN");
                Assert.NotEqual(english, set.Description);
                Assert.Equal((10, 4), (set.Classes.Count, set.Files.Count));
                Assert.All(set.Files, file => Assert.Matches("^[0-9a-f]{64}$", file.Sha256));
                Assert.NotEmpty(set.Mirrors);
            }
        }
        finally
        {
            System.Globalization.CultureInfo.CurrentUICulture = culture;
        }
    }

    [Theory]
    [InlineData("mnist", 5, "5")]
    [InlineData("fashion-mnist", 9, "Ankle boot")]
    public void The_published_files_are_read_where_they_are_at_hand(string name, int first, string named)
    {
        string folder = Path.Combine(PublishedData.Folder, name);
        Assert.SkipUnless(Directory.Exists(folder), $"no {name} here");
        var (train, test) = NamedSets.Load(name, folder);
        Assert.Equal((60_000, 10_000, 28, 28), (train.Rows, test.Rows, train.Height, test.Width));
        Assert.Equal(first, train.Labels![0]);
        Assert.Equal(named, train.Classes[first]);
        string other = NamedSets.All.First(set => set.Name != name).Name;
        Assert.Equal("FF2244", Assert.Throws<DataException>(() => NamedSets.Load(NamedSets.Find(other)!, [folder])).Code);
    }
}
