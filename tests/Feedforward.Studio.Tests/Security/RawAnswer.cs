using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Feedforward.Studio.Tests.Security;

/// <summary>An answer to a request that was written byte by byte, as no client library would write it.</summary>
internal sealed record RawAnswer(HttpStatusCode Status, IReadOnlyList<(string Name, string Value)> Headers, string Body)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>The value of a header; fails where it is missing or stands twice.</summary>
    internal string Header(string name) => Assert.Single(Headers, header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    internal bool HasHeader(string name) => Headers.Any(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    internal static async Task<RawAnswer> To(IPAddress address, int port, string line, IEnumerable<(string Name, string Value)> headers, string body = "")
    {
        var request = new StringBuilder(line).Append("\r\n");
        foreach (var (name, value) in headers) request.Append(name).Append(": ").Append(value).Append("\r\n");
        if (!headers.Any(header => header.Name == "Connection")) request.Append("Connection: close\r\n");
        if (body.Length > 0) request.Append(CultureInfo.InvariantCulture, $"Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n");
        request.Append("\r\n").Append(body);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        using var client = new TcpClient(address.AddressFamily);
        await client.ConnectAsync(address, port, patience.Token);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.UTF8.GetBytes(request.ToString()), patience.Token);
        return Parse(await ReadAll(stream, patience.Token));
    }

    private static async Task<byte[]> ReadAll(NetworkStream stream, CancellationToken cancellation)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[16384];
        try
        {
            for (int read; !IsWhole(bytes.ToArray()) && (read = await stream.ReadAsync(buffer, cancellation)) > 0;) bytes.Write(buffer, 0, read);
        }
        catch (IOException)
        {
            // The server may close before all was read.
        }
        return bytes.ToArray();
    }

    /// <summary>Whether nothing more will come: a connection that asked for another protocol stays open when that was refused.</summary>
    private static bool IsWhole(byte[] bytes)
    {
        int end = EndOfHead(bytes);
        if (end < 0) return false;
        var answer = ParseHead(bytes, end);
        if (answer.Status is HttpStatusCode.SwitchingProtocols or HttpStatusCode.NoContent or HttpStatusCode.NotModified) return true;
        if (answer.HasHeader("Transfer-Encoding")) return bytes.AsSpan(end).EndsWith("0\r\n\r\n"u8);
        return answer.HasHeader("Content-Length") && bytes.Length - end >= int.Parse(answer.Header("Content-Length"), CultureInfo.InvariantCulture);
    }

    private static RawAnswer Parse(byte[] bytes)
    {
        int end = EndOfHead(bytes);
        Assert.True(end > 0, $"No answer: {Encoding.UTF8.GetString(bytes)}");
        var answer = ParseHead(bytes, end);
        var body = bytes.AsSpan(end);
        return answer with { Body = Encoding.UTF8.GetString(answer.HasHeader("Transfer-Encoding") ? Unchunked(body) : body) };
    }

    private static RawAnswer ParseHead(byte[] bytes, int end)
    {
        string[] lines = Encoding.UTF8.GetString(bytes, 0, end - 4).Split("\r\n");
        var headers = lines.Skip(1).Select(line => line.Split(':', 2)).Select(parts => (parts[0], parts[1].Trim())).ToList();
        return new RawAnswer((HttpStatusCode)int.Parse(lines[0].Split(' ')[1], CultureInfo.InvariantCulture), headers, "");
    }

    private static int EndOfHead(byte[] bytes) => bytes.AsSpan().IndexOf("\r\n\r\n"u8) is >= 0 and var place ? place + 4 : -1;

    private static byte[] Unchunked(ReadOnlySpan<byte> body)
    {
        var whole = new List<byte>();
        while (body.IndexOf("\r\n"u8) is > 0 and var line)
        {
            int length = int.Parse(Encoding.ASCII.GetString(body[..line]), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            if (length == 0 || body.Length < line + 2 + length) break;
            whole.AddRange(body.Slice(line + 2, length));
            body = body[(line + 2 + length + 2)..];
        }
        return [.. whole];
    }
}
