using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Feedforward.Studio.Tests.Security;

/// <summary>Nobody but this machine reaches the studio, and nothing reaches it under another name.</summary>
public class AddressTests(RunningStudio studio) : IClassFixture<RunningStudio>
{
    private const string Listening = "0A";

    [Fact]
    public void The_port_is_bound_to_the_loopback_addresses_alone()
    {
        if (!OperatingSystem.IsLinux()) return;
        string port = studio.Port.ToString("X4", CultureInfo.InvariantCulture);
        var bound = new[] { "/proc/net/tcp", "/proc/net/tcp6" }.Where(File.Exists).SelectMany(path => File.ReadLines(path).Skip(1))
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(fields => fields[3] == Listening && fields[1].EndsWith(":" + port, StringComparison.Ordinal))
            .Select(fields => fields[1][..^5]).Order(StringComparer.Ordinal).ToList();
        Assert.Contains("0100007F", bound);
        Assert.All(bound, address => Assert.Contains(address, new[] { "0100007F", "00000000000000000000000001000000" }));
    }

    [Fact]
    public async Task It_answers_on_the_loopback_addresses_and_on_no_other_address_of_the_machine()
    {
        var all = NetworkInterface.GetAllNetworkInterfaces().SelectMany(card => card.GetIPProperties().UnicastAddresses).Select(card => card.Address)
            .Append(IPAddress.Loopback).Append(IPAddress.Parse("127.0.0.2")).Distinct().ToList();
        foreach (var address in all)
        {
            bool own = address.Equals(IPAddress.Loopback) || address.Equals(IPAddress.IPv6Loopback);
            Assert.Equal((address, own), (address, await Answers(address)));
        }
    }

    public static TheoryData<string> Allowed => ["127.0.0.1:{0}", "localhost:{0}", "LocalHost:{0}", "[::1]:{0}"];

    public static TheoryData<string> Refused =>
    [
        "", "localhost", "127.0.0.1", "[::1]", "127.0.0.1:80", "127.0.0.1:{1}", "localhost:{1}", "evil.example", "evil.example:{0}",
        "127.0.0.1.evil.example:{0}", "localhost.evil.example:{0}", "evil.localhost:{0}", "evil.example@127.0.0.1:{0}", "127.0.0.1:{0}@evil.example",
        "127.0.0.1:{0}.evil.example", "localhost.:{0}", "127.0.0.1.:{0}", "127.1:{0}", "0x7f000001:{0}", "2130706433:{0}", "0177.0.0.1:{0}",
        "127.0.0.2:{0}", "0.0.0.0:{0}", "[::]:{0}", "[::ffff:127.0.0.1]:{0}", "[0:0:0:0:0:0:0:1]:{0}", "::1:{0}", "localhost:0{0}", "localhost:+{0}",
        "localhost:{0}/", "http://localhost:{0}", "localhost:{0}, evil.example", "localhost:{0}#", "10.0.0.1:{0}", "ｌｏｃａｌｈｏｓｔ:{0}", "*:{0}",
    ];

    [Theory, MemberData(nameof(Allowed))]
    public async Task Under_its_own_names_it_lets_the_cookie_in(string host) => Assert.Equal(HttpStatusCode.OK, (await As(host, "/")).Status);

    [Theory, MemberData(nameof(Refused))]
    public async Task Under_another_name_it_refuses_even_the_cookie(string host)
    {
        foreach (string target in new[] { "/", "/_blazor", "/?token=" + studio.Token })
            Assert.Contains((await As(host, target)).Status, new[] { HttpStatusCode.Forbidden, HttpStatusCode.BadRequest });
    }

    [Fact]
    public void Forty_names_were_tried() => Assert.Equal((4, 36), (Allowed.Count, Refused.Count));

    [Fact]
    public async Task Two_names_or_none_or_another_one_in_the_address_are_refused()
    {
        Assert.Equal(HttpStatusCode.BadRequest, (await Send("GET / HTTP/1.1", studio.Cookie)).Status);
        Assert.Contains((await Send("GET / HTTP/1.1", ("Host", studio.Name), ("Host", "evil.example"), studio.Cookie)).Status, new[] { HttpStatusCode.Forbidden, HttpStatusCode.BadRequest });
        Assert.Contains((await Send("GET http://evil.example/ HTTP/1.1", ("Host", studio.Name), studio.Cookie)).Status, new[] { HttpStatusCode.Forbidden, HttpStatusCode.BadRequest });
        Assert.Contains((await Send("GET / HTTP/1.0", studio.Cookie)).Status, new[] { HttpStatusCode.Forbidden, HttpStatusCode.BadRequest });
        Assert.Equal(HttpStatusCode.Forbidden, (await Send("GET / HTTP/1.1", ("Host", "evil.example"), ("X-Forwarded-Host", studio.Name), ("Forwarded", "host=" + studio.Name), studio.Cookie)).Status);
    }

    private Task<RawAnswer> As(string host, string target) => Send($"GET {target} HTTP/1.1", ("Host", string.Format(CultureInfo.InvariantCulture, host, studio.Port, studio.Port + 1)), studio.Cookie);

    private Task<RawAnswer> Send(string line, params (string Name, string Value)[] headers) => RawAnswer.To(IPAddress.Loopback, studio.Port, line, headers);

    private async Task<bool> Answers(IPAddress address)
    {
        try
        {
            using var client = new TcpClient(address.AddressFamily);
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
            await client.ConnectAsync(address, studio.Port, patience.Token);
            return true;
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            return false;
        }
    }
}
