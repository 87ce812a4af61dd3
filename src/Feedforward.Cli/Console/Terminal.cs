using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Feedforward.Cli;

/// <summary>What a command reads from and writes to: data goes to the output, people's texts to the error stream.</summary>
internal sealed class Terminal : IDisposable
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private Encoding? _restore;

    /// <summary>Data that come in.</summary>
    internal required Stream Input { get; init; }

    /// <summary>Data that go out.</summary>
    internal required Stream Output { get; init; }

    /// <summary>The output where people read it: reports.</summary>
    internal required Screen Report { get; init; }

    /// <summary>The error stream: notices and progress.</summary>
    internal required Screen Notes { get; init; }

    /// <summary>An environment variable, or null.</summary>
    internal required Func<string, string?> Variable { get; init; }

    /// <summary>The terminal of this process.</summary>
    internal static Terminal OfProcess()
    {
        var restore = UseUtf8OnWindows();
        bool colour = string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        bool outputTerminal = !System.Console.IsOutputRedirected, errorTerminal = !System.Console.IsErrorRedirected;
        bool unicode = (!outputTerminal && !errorTerminal) || HasUnicode(System.Console.OutputEncoding);
        var output = OpenOutput(outputTerminal);
        var error = new SilentStream(System.Console.OpenStandardError());
        return new Terminal
        {
            Input = System.Console.OpenStandardInput(),
            Output = output,
            Report = new Screen(Writer(output, outputTerminal), outputTerminal, Width, colour, unicode || !outputTerminal),
            Notes = new Screen(Writer(error, errorTerminal), errorTerminal, Width, colour, unicode || !errorTerminal),
            Variable = Environment.GetEnvironmentVariable,
            _restore = restore,
        };
    }

    public void Dispose()
    {
        if (_restore is not null) System.Console.OutputEncoding = _restore;
    }

    private static bool HasUnicode(Encoding encoding) => encoding.GetPreamble().Length > 0 || encoding.CodePage is 65001 or 1200 or 1201;

    private static StreamWriter Writer(Stream stream, bool terminal) =>
        new(stream, terminal ? System.Console.OutputEncoding : Utf8, 1024) { AutoFlush = true, NewLine = "\n" };

    /// <summary>Only where a person looks, and only until the command ends: other programs share the console.</summary>
    private static Encoding? UseUtf8OnWindows()
    {
        if (!OperatingSystem.IsWindows() || (System.Console.IsOutputRedirected && System.Console.IsErrorRedirected)) return null;
        var before = System.Console.OutputEncoding;
        System.Console.OutputEncoding = Utf8;
        return before;
    }

    /// <summary>A pipe is opened as a file, whose writes tell when nobody reads any more; the console's own stream keeps that to itself.</summary>
    private static Stream OpenOutput(bool terminal)
    {
        if (terminal || OperatingSystem.IsWindows()) return System.Console.OpenStandardOutput();
        try
        {
            var file = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, 1);
            return file.CanSeek ? System.Console.OpenStandardOutput() : file;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return System.Console.OpenStandardOutput();
        }
    }

    private static int Width()
    {
        try
        {
            return System.Console.WindowWidth is > 20 and var width ? width : Screen.UsualWidth;
        }
        catch (Exception e) when (e is IOException or PlatformNotSupportedException)
        {
            return Screen.UsualWidth;
        }
    }

    /// <summary>Progress that nobody can read is no reason to lose a result: failures to write are passed over.</summary>
    private sealed class SilentStream(Stream inner) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Flush()
        {
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            try
            {
                inner.Write(buffer);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
            }
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
