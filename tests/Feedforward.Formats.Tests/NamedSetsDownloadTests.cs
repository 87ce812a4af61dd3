using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Feedforward.Formats.Tests;

public sealed class NamedSetsDownloadTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static byte[] Content(string path) => NamedSetsTests.Contents[Array.IndexOf(NamedSetsTests.Names, Path.GetFileNameWithoutExtension(path))];

    private static Answer Good(string path) => Answer.Ok(IdxTests.Gzip(Content(path)));

    private async Task FetchAsync(IReadOnlyList<string> mirrors, IProgress<DownloadProgress>? progress = null, double patience = 10, CancellationToken cancellation = default)
    {
        using var downloader = new NamedSets.Downloader(TimeSpan.FromSeconds(patience), progress, cancellation);
        await NamedSets.FetchAsync(NamedSetsTests.Tiny, _folder.Path, mirrors, downloader);
    }

    private async Task RefuseAsync(string code, Func<string, Answer?> answer, double patience = 10)
    {
        using var server = new NamedSetsServer(answer);
        var error = await Assert.ThrowsAsync<DataException>(() => FetchAsync([server.Address], patience: patience));
        Assert.Equal(code, error.Code);
        Assert.StartsWith(server.Address + "/train-images-idx3-ubyte.gz", error.Notice.Place, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public async Task The_four_files_come_under_their_names_and_make_the_set()
    {
        using var server = new NamedSetsServer(Good);
        await FetchAsync([server.Address]);
        Assert.Equal(NamedSetsTests.Names.Select(name => $"/data/{name}.gz"), server.Asked);
        Assert.Equal(NamedSetsTests.Names.Select(name => name + ".gz").Order(), Directory.GetFiles(_folder.Path).Select(Path.GetFileName).Order());
        Assert.Equal(3, NamedSets.Load(NamedSetsTests.Tiny, [_folder.Path]).Train.Rows);
    }

    [Fact]
    public async Task Files_that_were_decompressed_on_their_way_are_kept_without_gz()
    {
        using var server = new NamedSetsServer(path => Answer.Ok(Content(path)));
        await FetchAsync([server.Address]);
        Assert.Equal(NamedSetsTests.Names.Order(), Directory.GetFiles(_folder.Path).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task Files_that_are_there_are_not_fetched_again()
    {
        _folder.Write(NamedSetsTests.Names[0], NamedSetsTests.Contents[0]);
        using var server = new NamedSetsServer(Good);
        await FetchAsync([server.Address]);
        Assert.Equal(3, server.Asked.Count);
    }

    [Fact]
    public async Task A_file_that_is_there_with_other_contents_is_left_alone_and_named()
    {
        byte[] other = [.. NamedSetsTests.Contents[0]];
        other[^1]++;
        string path = _folder.Write(NamedSetsTests.Names[0], other);
        using var server = new NamedSetsServer(Good);
        Assert.Equal("FF2242", (await Assert.ThrowsAsync<DataException>(() => FetchAsync([server.Address]))).Code);
        Assert.Equal(other, File.ReadAllBytes(path));
    }

    [Fact]
    public async Task Progress_names_the_file_and_reaches_its_size()
    {
        var seen = new ConcurrentQueue<DownloadProgress>();
        using var server = new NamedSetsServer(Good);
        await FetchAsync([server.Address], new Immediate(seen.Enqueue));
        Assert.Equal(NamedSetsTests.Names, seen.Select(step => step.File).Distinct());
        Assert.All(seen.GroupBy(step => step.File), steps => Assert.Equal(steps.Last().Total, steps.Last().Bytes));
    }

    [Fact]
    public async Task Where_one_address_fails_the_next_is_asked()
    {
        using var bad = new NamedSetsServer(_ => new Answer("503 Busy", []));
        using var good = new NamedSetsServer(Good);
        await FetchAsync([bad.Address, good.Address + "/"]);
        Assert.Equal((4, 4), (bad.Asked.Count, good.Asked.Count));
        Assert.Equal(4, Directory.GetFiles(_folder.Path).Length);
    }

    [Fact]
    public async Task A_redirect_is_followed()
    {
        using var good = new NamedSetsServer(Good);
        using var server = new NamedSetsServer(path => new Answer("302 Found", [], $"Location: {good.Address}{path[5..]}\r\n"));
        await FetchAsync([server.Address]);
        Assert.Equal(4, good.Asked.Count);
    }

    [Theory]
    [InlineData("404 Not Found")]
    [InlineData("403 Forbidden")]
    [InlineData("500 Oops")]
    public Task An_error_of_the_server_is_told_by_its_status(string status) => RefuseAsync("FF2250", _ => new Answer(status, "no"u8.ToArray()));

    [Fact]
    public async Task A_server_that_is_not_there_is_no_connection()
    {
        int port = FreePort();
        var error = await Assert.ThrowsAsync<DataException>(() => FetchAsync([$"http://127.0.0.1:{port}"]));
        Assert.Equal("FF2251", error.Code);
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public Task A_server_that_hangs_up_is_no_connection() => RefuseAsync("FF2251", _ => null);

    [Fact]
    public Task A_body_shorter_than_announced_is_cut_off() => RefuseAsync("FF2252", path => Good(path) with { Length = 1000 });

    [Fact]
    public Task A_body_whose_gzip_data_ends_early_is_cut_off() => RefuseAsync("FF2252", path => Answer.Ok(Good(path).Body[..^9]));

    [Fact]
    public Task Bytes_that_are_no_such_file_are_damaged() => RefuseAsync("FF2252", _ => Answer.Ok("{\"error\": 1}"u8.ToArray()));

    [Fact]
    public Task An_announced_body_that_is_too_large_is_not_read() => RefuseAsync("FF2253", path => Good(path) with { Length = 1L << 40 });

    [Fact]
    public Task A_body_that_turns_out_too_large_is_not_kept() =>
        RefuseAsync("FF2253", _ => new Answer("200 OK", Chunked(new byte[200_000]), "Transfer-Encoding: chunked\r\n") { Length = -1 });

    [Fact]
    public Task A_body_of_no_announced_length_that_ends_early_is_cut_off() =>
        RefuseAsync("FF2252", path => Answer.Ok(Good(path).Body[..^1]) with { Length = -1 });

    [Theory]
    [InlineData("<!DOCTYPE html><html><body>Log in</body></html>")]
    [InlineData("\n  <HTML><head></head></HTML>")]
    public Task A_web_page_in_place_of_the_file_is_told(string page) =>
        RefuseAsync("FF2254", _ => Answer.Ok(System.Text.Encoding.ASCII.GetBytes(page)));

    [Fact]
    public Task Other_contents_than_the_published_ones_are_not_kept() => RefuseAsync("FF2255", path =>
    {
        byte[] other = [.. Content(path)];
        other[^1]++;
        return Answer.Ok(IdxTests.Gzip(other));
    });

    [Fact]
    public Task A_server_that_falls_silent_is_left() => RefuseAsync("FF2257", path => Good(path) with { Length = 1000, Silent = true }, patience: 0.5);

    [Theory]
    [InlineData("ftp://x/y")]
    [InlineData("mnist")]
    [InlineData("file:///etc")]
    [InlineData("")]
    public async Task An_address_that_is_none_is_refused(string address) =>
        Assert.Equal("FF2256", (await Assert.ThrowsAsync<OptionException>(() => FetchAsync([address]))).Code);

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_named()
    {
        using var server = new NamedSetsServer(Good);
        using var downloader = new NamedSets.Downloader(TimeSpan.FromSeconds(5), null, default);
        string path = Path.Combine(_folder.Write("file"), "sub");
        var error = await Assert.ThrowsAsync<StorageException>(() => NamedSets.FetchAsync(NamedSetsTests.Tiny, path, [server.Address], downloader));
        Assert.Equal("FF4120", error.Code);
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancelled_download_leaves_nothing_behind()
    {
        using var cancellation = new CancellationTokenSource();
        using var server = new NamedSetsServer(path => Good(path) with { Length = 1000, Silent = true });
        var task = FetchAsync([server.Address], new Immediate(_ => cancellation.Cancel()), cancellation: cancellation.Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task);
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public async Task A_name_that_is_not_known_is_refused_before_anything_is_fetched() =>
        Assert.Equal("FF2240", (await Assert.ThrowsAsync<OptionException>(() => NamedSets.DownloadAsync("mnits", _folder.Path))).Code);

    private static byte[] Chunked(byte[] body) =>
        [.. System.Text.Encoding.ASCII.GetBytes($"{body.Length:X}\r\n"), .. body, .. "\r\n0\r\n\r\n"u8];

    private static int FreePort()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        return port;
    }

    private sealed class Immediate(Action<DownloadProgress> tell) : IProgress<DownloadProgress>
    {
        public void Report(DownloadProgress value) => tell(value);
    }
}
