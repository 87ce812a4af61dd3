using System.Diagnostics;
using Feedforward.Studio;

namespace Feedforward.Cli;

/// <summary><c>feedforward studio</c>: opens the studio on this machine, until it is told to stop.</summary>
internal sealed class StudioCommand() : CliCommand("studio")
{
    private static readonly Operand Page = new("page", Required: false);

    private static readonly Flag
        Port = new("--port", FlagGroup.General, "N"),
        Open = new("--open", FlagGroup.General);

    internal override IReadOnlyList<Operand> Operands { get; } = [Page];

    internal override IReadOnlyList<Flag> Flags { get; } = [Port, Open];

    internal override int Run(Arguments arguments, Terminal terminal)
    {
        int? port = arguments.Whole(Port, least: 1);
        if (port > ushort.MaxValue) throw Texts.Option("FF9108", Evidence.Of(arguments.Text(Port)!), " ≤ 65535");
        var options = new StudioOptions
        {
            Port = port,
            Folder = Environment.CurrentDirectory,
            Page = PageOf(arguments.Word(Page) ?? "/"),
            Command = OwnCommand(),
        };
        using var interruption = new Interruption(() => terminal.Notes.Line(Texts.Get("studio.ends")));
        Serve(options, arguments.Has(Open), terminal, interruption.Token).GetAwaiter().GetResult();
        return ExitCode.Ok;
    }

    /// <summary>A copied link is the page that it leads to: its port, and whose studio it was, do not matter.</summary>
    private static string PageOf(string word) =>
        Uri.TryCreate(word, UriKind.Absolute, out var link) && link.Scheme == Uri.UriSchemeHttp && link.IsLoopback ? link.PathAndQuery : word;

    private static async Task Serve(StudioOptions options, bool open, Terminal terminal, CancellationToken end)
    {
        await using var host = await StudioHost.StartAsync(options, end);
        terminal.Notes.Line(Texts.Get("studio.open"));
        terminal.Report.Line(host.Link.AbsoluteUri);
        if (open && !Show(host.Link)) terminal.Notes.Line(Texts.Get("studio.noBrowser"));
        await host.Stopped(end);
    }

    /// <summary>Hands the link to what the system opens links with.</summary>
    private static bool Show(Uri link)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo
            {
                FileName = OperatingSystem.IsWindows() ? link.AbsoluteUri : OperatingSystem.IsMacOS() ? "open" : "xdg-open",
                Arguments = OperatingSystem.IsWindows() ? "" : link.AbsoluteUri,
                UseShellExecute = OperatingSystem.IsWindows(),
                RedirectStandardError = !OperatingSystem.IsWindows(),
            });
            return true;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    /// <summary>How this program was started, without its arguments: its own host, or the runtime with its assembly.</summary>
    private static IReadOnlyList<string> OwnCommand()
    {
        string program = Environment.ProcessPath!;
        return Path.GetFileNameWithoutExtension(program).Equals("dotnet", StringComparison.OrdinalIgnoreCase)
            ? [program, typeof(StudioCommand).Assembly.Location]
            : [program];
    }
}
