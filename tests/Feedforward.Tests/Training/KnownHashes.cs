namespace Feedforward.Tests.Training;

/// <summary>
/// The hashes of trained numbers in <c>KnownHashes.txt</c>: every run on every machine is compared with all others. They change only when the arithmetic does;
/// then FEEDFORWARD_UPDATE_HASHES=1 writes them anew.
/// </summary>
internal static class KnownHashes
{
    private static readonly string Path = System.IO.Path.Combine(Repository.Root, "tests", "Feedforward.Tests", "Training", "KnownHashes.txt");
    private static readonly bool Updates = Environment.GetEnvironmentVariable("FEEDFORWARD_UPDATE_HASHES") == "1";
    private static readonly Lock Gate = new();

    internal static void Check(string name, string hash)
    {
        lock (Gate)
        {
            var known = File.ReadLines(Path).Select(line => line.Split('\t')).ToDictionary(pair => pair[0], pair => pair[1]);
            if (Updates && known.GetValueOrDefault(name) != hash)
            {
                known[name] = hash;
                File.WriteAllLines(Path, known.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}\t{pair.Value}"));
            }
            Assert.True(known.GetValueOrDefault(name) == hash, $"The reference trains \"{name}\" to {hash}; known is {known.GetValueOrDefault(name)}.");
        }
    }
}
