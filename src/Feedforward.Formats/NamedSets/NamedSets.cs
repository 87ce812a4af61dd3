using System.Security.Cryptography;

namespace Feedforward.Formats;

/// <summary>
/// Published sets of images that are known by name. They are read from a folder; nothing is ever fetched unless
/// <see cref="DownloadAsync"/> is called.
/// </summary>
public static partial class NamedSets
{
    /// <summary>
    /// All named sets. Sources: Y. LeCun, C. Cortes, C. J. C. Burges, "The MNIST database of handwritten digits" (CC BY-SA 3.0); H. Xiao, K. Rasul,
    /// R. Vollgraf, "Fashion-MNIST: a novel image dataset for benchmarking machine learning algorithms", 2017 (MIT).
    /// </summary>
    public static IReadOnlyList<NamedSet> All { get; } = Array.AsReadOnly<NamedSet>(
    [
        new NamedSet("mnist", ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"], Files(
            "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
            "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
            "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
            "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"),
            ["https://ossci-datasets.s3.amazonaws.com/mnist/", "https://storage.googleapis.com/cvdf-datasets/mnist/"]),
        new NamedSet(
            "fashion-mnist",
            ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"],
            Files(
                "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
                "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
                "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
                "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34"),
            [
                "https://github.com/zalandoresearch/fashion-mnist/raw/master/data/fashion/",
                "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
            ]),
    ]);

    /// <summary>The set of that name, or null.</summary>
    public static NamedSet? Find(string name) => All.FirstOrDefault(set => set.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// Reads a named set. Its four files, each plain or as <c>.gz</c>, are looked for in the folder given, then in the one that the environment
    /// variable <c>FEEDFORWARD_DATA</c> names, then in the cache folder (<c>$XDG_CACHE_HOME/feedforward</c> or <c>~/.cache/feedforward</c> on Linux,
    /// the user's local application data elsewhere); in each first in a folder of the set's name.
    /// </summary>
    /// <param name="name">A name of <see cref="All"/>.</param>
    /// <param name="dataFolder">Where to look first, or null.</param>
    /// <returns>The training images and the test images, in their published order.</returns>
    /// <exception cref="OptionException">FF2240: no such name. FF2245: no such folder.</exception>
    /// <exception cref="DataException">
    /// FF2241 the files are nowhere, FF2243 only some are there, FF2242 and FF2244 a file has other contents; or as <see cref="Idx.ReadImages"/>.
    /// </exception>
    public static (ImageSet Train, ImageSet Test) Load(string name, string? dataFolder = null)
    {
        var set = Named(name);
        if (dataFolder is not null && !Directory.Exists(dataFolder)) throw Errors.Option("FF2245", dataFolder);
        return Load(set, NamedSetsFolders.ToSearch(set, dataFolder, Environment.GetEnvironmentVariable));
    }

    /// <summary>Whether <see cref="Load(string, string?)"/> would find all files of a named set; what is in them is not looked at.</summary>
    /// <exception cref="OptionException">FF2240: no such name.</exception>
    public static bool IsPresent(string name, string? dataFolder = null)
    {
        var set = Named(name);
        return NamedSetsFolders.ToSearch(set, dataFolder, Environment.GetEnvironmentVariable).Any(folder => !PathsIn(set, folder).Contains(null));
    }

    internal static (ImageSet Train, ImageSet Test) Load(NamedSet set, IReadOnlyList<string> folders)
    {
        foreach (string folder in folders)
            if (PathsIn(set, folder) is var paths && !paths.Contains(null)) return (Part(set, paths!, 0), Part(set, paths!, 2));
        throw NotFound(set, folders);
    }

    private static NamedSet Named(string name) =>
        Find(name) ?? throw Errors.Option("FF2240", name, string.Join(", ", All.Select(set => set.Name)));

    /// <summary>Where each file of the set lies in the folder; null for one that does not.</summary>
    private static string?[] PathsIn(NamedSet set, string folder) => [.. set.Files.Select(file =>
        new[] { file.Name, file.Name + ".gz" }.Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists))];

    private static ImageSet Part(NamedSet set, string[] paths, int first)
    {
        var images = Read(set, set.Files[first], paths[first], IdxContent.Images);
        var labels = Read(set, set.Files[first + 1], paths[first + 1], IdxContent.Labels);
        return Idx.Join(images, paths[first], labels, paths[first + 1], set.Classes);
    }

    /// <summary>Reads a file of the set, and makes sure that it is.</summary>
    private static IdxArray Read(NamedSet set, NamedFile file, string path, IdxContent content)
    {
        var array = IdxReader.Read(path, content);
        string digest = Digest(array);
        if (digest == file.Sha256) return array;
        var other = All.FirstOrDefault(other => other.Files.Any(f => f.Sha256 == digest));
        throw other is null
            ? GzipFile.Failure("FF2242", path, file.Name, set.Name, digest, file.Sha256)
            : GzipFile.Failure("FF2244", path, other.Files.First(f => f.Sha256 == digest).Name, other.Name, file.Name, set.Name);
    }

    /// <summary>The SHA-256 of the file's bytes, decompressed.</summary>
    private static string Digest(IdxArray array)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Idx.Header(array.Dimensions));
        hash.AppendData(array.Bytes.Span);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static DataException NotFound(NamedSet set, IReadOnlyList<string> folders)
    {
        foreach (string folder in folders)
        {
            var missing = set.Files.Zip(PathsIn(set, folder)).Where(pair => pair.Second is null).Select(pair => pair.First.Name).ToArray();
            if (missing.Length < set.Files.Count) return GzipFile.Failure("FF2243", folder, set.Name, string.Join(", ", missing));
        }
        return Errors.Data("FF2241", set.Name, string.Join(", ", folders), string.Join(", ", set.Files.Select(file => file.Name)));
    }

    private static NamedFile[] Files(params string[] digests) =>
    [
        new NamedFile("train-images-idx3-ubyte", 47_040_016, digests[0]),
        new NamedFile("train-labels-idx1-ubyte", 60_008, digests[1]),
        new NamedFile("t10k-images-idx3-ubyte", 7_840_016, digests[2]),
        new NamedFile("t10k-labels-idx1-ubyte", 10_008, digests[3]),
    ];
}
