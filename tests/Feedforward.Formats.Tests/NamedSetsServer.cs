using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Feedforward.Formats.Tests;

/// <summary>
/// What a server answers: a status, headers and a body as they are sent, with the length that it announces (none where negative); then it
/// closes, or first stays silent for a while.
/// </summary>
internal sealed record Answer(string Status, byte[] Body, string Headers = "", bool Silent = false)
{
    internal long Length { get; init; } = Body.Length;

    internal static Answer Ok(byte[] body) => new("200 OK", body);
}

/// <summary>A small HTTP server on this machine, which answers each path in its own way and remembers what it was asked for.</summary>
internal sealed class NamedSetsServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<string, Answer?> _answer;
    private readonly CancellationTokenSource _end = new();

    internal NamedSetsServer(Func<string, Answer?> answer)
    {
        _answer = answer;
        _listener.Start();
        _ = ServeAsync();
    }

    internal List<string> Asked { get; } = [];

    internal string Address => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/data";

    public void Dispose()
    {
        _end.Cancel();
        _listener.Stop();
        _end.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                using var client = await _listener.AcceptTcpClientAsync(_end.Token);
                await AnswerAsync(client.GetStream());
            }
            catch (Exception failure) when (failure is IOException or OperationCanceledException or SocketException or ObjectDisposedException)
            {
            }
        }
    }

    private async Task AnswerAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        string path = (await reader.ReadLineAsync(_end.Token))?.Split(' ')[1] ?? "";
        while (!string.IsNullOrEmpty(await reader.ReadLineAsync(_end.Token)))
        {
        }
        lock (Asked) Asked.Add(path);
        if (_answer(path) is not { } answer) return;
        string length = answer.Length < 0 ? "" : $"Content-Length: {answer.Length}\r\n";
        string head = $"HTTP/1.1 {answer.Status}\r\nConnection: close\r\n{length}{answer.Headers}\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head), _end.Token);
        await stream.WriteAsync(answer.Body, _end.Token);
        if (answer.Silent) await Task.Delay(TimeSpan.FromSeconds(20), _end.Token);
    }
}
