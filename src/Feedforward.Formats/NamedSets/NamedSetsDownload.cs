namespace Feedforward.Formats;

/// <summary>How far a download is.</summary>
/// <param name="File">The file that is being fetched.</param>
/// <param name="Bytes">Bytes that have come.</param>
/// <param name="Total">Bytes in all, where the server says so.</param>
public readonly record struct DownloadProgress(string File, long Bytes, long? Total);

public static partial class NamedSets
{
    /// <summary>
    /// Fetches the four files of a named set over HTTP. Each is written under a temporary name, and gets its own only once the digest of its
    /// decompressed bytes is right. Files that are there already are checked and kept.
    /// </summary>
    /// <param name="name">A name of <see cref="All"/>.</param>
    /// <param name="folder">Where to put the files; null takes a folder of the set's name in the cache folder.</param>
    /// <param name="baseUrl">An address under which the files lie with the ending <c>.gz</c>; null takes well-known ones.</param>
    /// <param name="progress">Told as bytes come.</param>
    /// <param name="cancellation">Stops the download; nothing incomplete is left behind.</param>
    /// <returns>The folder.</returns>
    /// <exception cref="OptionException">FF2240: no such name. FF2246: no cache folder. FF2256: not an address.</exception>
    /// <exception cref="DataException">
    /// FF2242, FF2244: a file that is there has other contents. Of the last address tried: FF2250 an HTTP status, FF2251 no connection,
    /// FF2252 cut off, FF2253 too large, FF2254 a web page, FF2255 other contents, FF2257 no bytes for too long.
    /// </exception>
    /// <exception cref="StorageException">FF4120: a file cannot be written.</exception>
    public static async Task<string> DownloadAsync(
        string name, string? folder = null, string? baseUrl = null, IProgress<DownloadProgress>? progress = null, CancellationToken cancellation = default)
    {
        var set = Named(name);
        folder ??= NamedSetsFolders.Cache(Environment.GetEnvironmentVariable, OperatingSystem.IsLinux()) is string cache
            ? Path.Combine(cache, set.Name)
            : throw Errors.Option("FF2246");
        using var downloader = new Downloader(TimeSpan.FromSeconds(30), progress, cancellation);
        await FetchAsync(set, folder, baseUrl is null ? set.Mirrors : [baseUrl], downloader).ConfigureAwait(false);
        return folder;
    }

    internal static async Task FetchAsync(NamedSet set, string folder, IReadOnlyList<string> mirrors, Downloader downloader)
    {
        Uri[] addresses = [.. mirrors.Select(Address)];
        string?[] there = PathsIn(set, folder);
        for (int i = 0; i < set.Files.Count; i++)
        {
            if (there[i] is string path) Read(set, set.Files[i], path, IdxContent.Anything);
            else await FetchAsync(set.Files[i], folder, addresses, downloader).ConfigureAwait(false);
        }
    }

    /// <summary>Fetches one file from the first address that has it.</summary>
    private static async Task FetchAsync(NamedFile file, string folder, Uri[] addresses, Downloader downloader)
    {
        string part = Path.Combine(folder, file.Name + ".part");
        try
        {
            Directory.CreateDirectory(folder);
            for (int i = 0; ; i++)
            {
                var address = new Uri(addresses[i], file.Name + ".gz");
                try
                {
                    await downloader.FetchAsync(address, part, file).ConfigureAwait(false);
                    break;
                }
                catch (DataException) when (i + 1 < addresses.Length)
                {
                }
            }
            File.Move(part, Path.Combine(folder, IsGzip(part) ? file.Name + ".gz" : file.Name));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Errors.Storage("FF4120", Path.Combine(folder, file.Name), failure.Message);
        }
        finally
        {
            Idx.TryDelete(part);
        }
    }

    private static bool IsGzip(string path)
    {
        using var file = File.OpenRead(path);
        return file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
    }

    private static Uri Address(string baseUrl)
    {
        bool valid = Uri.TryCreate(baseUrl.EndsWith('/') ? baseUrl : baseUrl + "/", UriKind.Absolute, out var address)
            && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps);
        return valid ? address! : throw Errors.Option("FF2256", baseUrl);
    }

    /// <summary>Fetches files over HTTP, trusting neither their length nor their contents.</summary>
    internal sealed class Downloader(TimeSpan patience, IProgress<DownloadProgress>? progress, CancellationToken cancellation) : IDisposable
    {
        // A gzip file is never much larger than what it holds.
        private const int Slack = 1 << 16;

        private readonly HttpClient _client = new(new SocketsHttpHandler { ConnectTimeout = patience, MaxAutomaticRedirections = 5 })
        {
            Timeout = Timeout.InfiniteTimeSpan,
            DefaultRequestHeaders = { { "User-Agent", "feedforward" } },
        };

        public void Dispose() => _client.Dispose();

        /// <summary>Writes what lies at the address to the path, and checks that it is the file.</summary>
        internal async Task FetchAsync(Uri address, string path, NamedFile file)
        {
            using var stalled = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            try
            {
                stalled.CancelAfter(patience);
                using var response = await _client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, stalled.Token).ConfigureAwait(false);
                if (!response.IsSuccessStatusCode) throw Failure("FF2250", address, (int)response.StatusCode);
                await CopyAsync(response, address, path, file, stalled).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                throw Failure("FF2257", address, patience.TotalSeconds);
            }
            catch (HttpRequestException failure)
            {
                throw Failure("FF2251", address, failure.InnerException?.Message ?? failure.Message);
            }
            RequireContents(address, path, file);
        }

        private async Task CopyAsync(HttpResponseMessage response, Uri address, string path, NamedFile file, CancellationTokenSource stalled)
        {
            long limit = file.Bytes + Slack, bytes = 0;
            long? total = response.Content.Headers.ContentLength;
            if (total > limit) throw Failure("FF2253", address, total, limit);
            using var source = await response.Content.ReadAsStreamAsync(stalled.Token).ConfigureAwait(false);
            using var target = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None);
            byte[] piece = new byte[1 << 16];
            while (true)
            {
                stalled.CancelAfter(patience);
                int read = await ReadAsync(source, piece, address, stalled.Token).ConfigureAwait(false);
                if (read == 0) return;
                bytes += read;
                if (bytes > limit) throw Failure("FF2253", address, bytes, limit);
                await target.WriteAsync(piece.AsMemory(0, read), stalled.Token).ConfigureAwait(false);
                progress?.Report(new DownloadProgress(file.Name, bytes, total));
            }
        }

        private static async Task<int> ReadAsync(Stream source, byte[] piece, Uri address, CancellationToken stalled)
        {
            try
            {
                return await source.ReadAsync(piece, stalled).ConfigureAwait(false);
            }
            catch (IOException)
            {
                throw Failure("FF2252", address);
            }
        }

        private static void RequireContents(Uri address, string path, NamedFile file)
        {
            IdxArray array;
            try
            {
                array = IdxReader.Read(path, IdxContent.Anything, file.Bytes);
            }
            catch (DataException damage)
            {
                byte[] start = new byte[64];
                using var stream = File.OpenRead(path);
                string code = FileKinds.LooksLikeHtml(start.AsSpan(0, stream.Read(start))) ? "FF2254" : "FF2252";
                throw new DataException(Errors.Notice(code) with { Place = address.ToString() }, damage);
            }
            string digest = Digest(array);
            if (digest != file.Sha256) throw Failure("FF2255", address, file.Name, digest, file.Sha256);
        }

        private static DataException Failure(string code, Uri address, params ReadOnlySpan<object?> arguments) =>
            GzipFile.Failure(code, address.ToString(), arguments);
    }
}
