using System.IO.Compression;
using System.Text;

namespace Feedforward.Cli.Tests;

/// <summary>Files that cannot be used, through the command: exit code, place, words, no stack trace, nothing written.</summary>
public class BadDataTests
{
    private const string Head = "x,y,kind\n";

    public static TheoryData<string, string, string[]> Texts => new()
    {
        { "empty", "", ["FF2002"] },
        { "header only", Head, ["FF21"] },
        { "one row", Head + "1,2,a\n", ["FF21"] },
        { "ragged short", Head + "1,2,a\n3,4\n", ["FF2003", "rows.csv:3"] },
        { "ragged long", Head + "1,2,a\n3,4,b,5\n", ["FF2003", "rows.csv:3"] },
        { "unclosed quote", Head + "1,2,\"a\n3,4,b\n", ["FF2004", "rows.csv:2"] },
        { "quote in mid-cell", Head + "1,2,a\"b\n", ["FF2005", "rows.csv:2:3"] },
        { "text after a quote", Head + "1,2,\"a\"b\n", ["FF2006", "rows.csv:2:3"] },
        { "duplicate header", "x,x,kind\n1,2,a\n", ["FF20", "rows.csv:1"] },
        { "blank header", "x,,kind\n1,2,a\n", ["FF20", "rows.csv:1"] },
        { "decimal comma", "x;y;kind\n" + string.Concat(Enumerable.Repeat("1,5;2;a\n3;4;b\n", 20)), ["FF2001", "rows.csv:2:1", "1,5"] },
        { "thousands", Head + Rows(40) + "\"1,234\",2,a\n", ["FF2001", "rows.csv:42:1", "1,234"] },
        { "one class", Head + string.Concat(Enumerable.Repeat("1,2,a\n2,3,a\n", 20)), ["FF2341", "kind"] },
        { "blank label", Head + Rows(40) + "1,2,\n", ["FF2340", "rows.csv:42:3"] },
        { "only the target", "kind\n" + string.Concat(Enumerable.Repeat("a\nb\n", 20)), ["FF2347"] },
        { "NUL bytes", Head + "1,2,a\0b\n", ["FF20", "rows.csv:2"] },
        { "few of each class", Head + "1,2,a\n2,3,b\n3,4,c\n", ["FF21"] },
        { "no validation row", Head + Rows(3), ["FF21"] },
    };

    [Theory, MemberData(nameof(Texts))]
    public void A_table_that_cannot_be_used_is_refused_with_its_place(string name, string text, string[] words)
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("rows.csv", text);
        var result = Cli.Run("train", path, "--target", "kind", "--out", folder.At("m.safetensors"), "--epochs", "2").Expect(3).Says(words);
        Assert.True(result.Error.Split('\n').All(line => line.Length < 400), name);
        Assert.Equal(["rows.csv"], folder.Files);
        Cli.Run("train", path, "--target", "kind", "--out", folder.At("m.safetensors"), "--epochs", "2", "--lang", "zh").Expect(3).Says(words);
    }

    [Fact]
    public void Bytes_that_are_no_text_and_files_that_are_no_tables_are_told_apart()
    {
        using var folder = new TemporaryFolder();
        void Refused(string name, byte[] bytes, params string[] words)
        {
            File.WriteAllBytes(folder.At(name), bytes);
            Cli.Run("train", folder.At(name), "--target", "kind", "--out", folder.At("m.safetensors")).Expect(3).Says([name, .. words]);
        }
        Refused("latin.csv", [.. Encoding.ASCII.GetBytes(Head + "1,2,caf"), 0xE9, (byte)'\n'], "FF20");
        Refused("drawing.csv", [.. "GIF89a"u8, 1, 0, 1, 0, 0, 0, 0], "FF2013");
        Refused("picture.csv", [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, 0, 0, 0, 13], "FF2283");
        Refused("cut.csv.gz", Gzip(Encoding.ASCII.GetBytes(Samples.Points(5000)))[..^200], "FF2214");
        Refused("short-images-idx3-ubyte", [0, 0, 8, 3, 0, 0, 0, 9, 0, 0, 0, 28, 0, 0, 0, 28, 1, 2, 3], "FF2226");
        Refused("labels-idx1-ubyte", [0, 0, 8, 1, 0, 0, 0, 2, 1, 2], "FF2223");
        Cli.Run("train", folder.Path, "--target", "kind").Expect(3).Says("FF2285");
    }

    [Fact]
    public void Images_need_labels_and_as_many_of_them()
    {
        using var folder = new TemporaryFolder();
        byte[] images = [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 1, 7, 9];
        File.WriteAllBytes(folder.At("a-images-idx3-ubyte"), images);
        Cli.Run("train", folder.At("a-images-idx3-ubyte"), "--out", folder.At("m.safetensors")).Expect(3).Says("FF9124");
        File.WriteAllBytes(folder.At("a-labels-idx1-ubyte"), [0, 0, 8, 1, 0, 0, 0, 3, 1, 2, 3]);
        Cli.Run("train", folder.At("a-images-idx3-ubyte"), "--out", folder.At("m.safetensors")).Expect(3).Says("FF2228");
    }

    [Fact]
    public void A_compressed_table_is_read_as_it_is()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.At("points.csv.gz"), Gzip(Encoding.ASCII.GetBytes(Samples.Points())));
        Assert.Equal("points.safetensors", Cli.Start(folder.Path, [], ["train", "points.csv.gz", "--target", "kind", .. Samples.Quick]).Expect(0).LastLine);
    }

    [Fact]
    public void An_unexpected_failure_is_one_sentence_and_exit_code_1()
    {
        var (notice, code) = Failures.Judge(new InvalidOperationException("broken"));
        Assert.Equal(("FF9001", 1), (notice.Code, code));
        Assert.Equal(4, Failures.Judge(new UnauthorizedAccessException("no")).Code);
        Assert.Equal(2, Failures.Judge(new AggregateException(new OutOfMemoryException())).Code);
    }

    [Fact]
    public void The_stack_trace_is_shown_only_on_request()
    {
        string shown = Cli.Run([], [(Failures.DebugVariable, "1")], "train", "no-such-data").Error;
        Assert.Contains("   at Feedforward.", shown, StringComparison.Ordinal);
        Cli.Run("train", "no-such-data").Expect(2);
    }

    private static string Rows(int count) => string.Concat(Enumerable.Range(0, count).Select(i => $"{i},{i * 7 % 11},{(i % 2 == 0 ? "a" : "b")}\n"));

    private static byte[] Gzip(byte[] bytes)
    {
        var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Fastest)) gzip.Write(bytes);
        return stream.ToArray();
    }
}
