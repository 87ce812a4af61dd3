using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Feedforward.Studio.Build;
using Feedforward.Studio.Learn;
using Feedforward.Studio.Security;
using Feedforward.Studio.Sessions;
using Feedforward.Studio.Shell;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.WebEncoders;

namespace Feedforward.Studio;

/// <summary>The studio while it runs: a server on this machine's own address, which nobody else can reach, and nobody without its link can use.</summary>
public sealed class StudioHost : IAsyncDisposable
{
    private const int PortsToTry = 100;

    private readonly WebApplication _application;

    private StudioHost(WebApplication application, int port, AccessToken token, string page)
    {
        _application = application;
        Port = port;
        Address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/"));
        Link = new Uri(Address, token.AddTo(page));
    }

    /// <summary>The port.</summary>
    public int Port { get; }

    /// <summary>Where it is, without the token.</summary>
    public Uri Address { get; }

    /// <summary>The first link: with the token, which the browser keeps as a cookie.</summary>
    public Uri Link { get; }

    /// <summary>All routes, for a test that each of them asks for the token.</summary>
    internal IServiceProvider Services => _application.Services;

    /// <summary>Starts it.</summary>
    /// <exception cref="OptionException">FF9501: the port is taken. FF9502: a page that is not one of the studio's.</exception>
    public static async Task<StudioHost> StartAsync(StudioOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (!LocalPath.IsLocal(options.Page)) throw Texts.Option("FF9502", options.Page);
        var token = AccessToken.New();
        int first = options.Port ?? StudioOptions.DefaultPort;
        for (int port = first; ; port++)
        {
            var application = Build(options, port, token);
            try
            {
                await application.StartAsync(cancellation);
                return new StudioHost(application, port, token, options.Page);
            }
            catch (IOException e) when (e.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException || e.InnerException is SocketException)
            {
                await application.DisposeAsync();
                if (options.Port is not null || port - first >= PortsToTry) throw Texts.Option("FF9501", port);
            }
        }
    }

    /// <summary>Ends when it is told to stop.</summary>
    public Task Stopped(CancellationToken cancellation) => _application.WaitForShutdownAsync(cancellation);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync();
        await _application.DisposeAsync();
    }

    /// <summary>A system may know IPv6 and have no such address, as most containers do.</summary>
    private static bool HasIPv6Loopback()
    {
        if (!Socket.OSSupportsIPv6) return false;
        try
        {
            using var socket = new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.IPv6Loopback, 0));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static WebApplication Build(StudioOptions options, int port, AccessToken token)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory, ApplicationName = "Feedforward.Cli" });
        builder.Configuration.Sources.Clear();
        builder.Logging.ClearProviders();
        builder.WebHost.UseStaticWebAssets();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = 1024;
            kestrel.Limits.MaxConcurrentUpgradedConnections = 64;
            kestrel.Listen(IPAddress.Loopback, port);
            if (HasIPv6Loopback()) kestrel.Listen(IPAddress.IPv6Loopback, port);
        });
        // Keys would be written under the home folder.
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        builder.Services.Configure<WebEncoderOptions>(encoder => encoder.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
        builder.Services.AddRazorComponents().AddInteractiveServerComponents(circuits =>
        {
            circuits.DisconnectedCircuitRetentionPeriod = TimeSpan.FromSeconds(30);
            circuits.DisconnectedCircuitMaxRetained = 20;
        });
        builder.Services.AddHttpContextAccessor();
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(new StudioNames(port));
        builder.Services.AddSingleton(token);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<SessionRegistry>();
        builder.Services.AddSingleton<StudioFiles>();
        builder.Services.AddSingleton<Trainings>();
        builder.Services.AddSingleton<DigitModel>();

        var application = builder.Build();
        application.UseMiddleware<SecurityHeaders>();
        application.UseMiddleware<RequestGuard>();
        application.UseMiddleware<LanguageOfRequest>();
        application.UseStatusCodePages(context => Pages.Plain(context.HttpContext));
        application.UseAntiforgery();
        application.MapStaticAssets();
        application.MapGet("/language/{name}", LanguageOfRequest.Choose);
        // The security headers are set above, for all answers alike.
        application.MapRazorComponents<App>().AddInteractiveServerRenderMode(mode => mode.ContentSecurityFrameAncestorsPolicy = null);
        return application;
    }
}
