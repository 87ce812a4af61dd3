using System.Globalization;

namespace Feedforward.SaveProbe;

/// <summary>
/// Saves one file and says by its exit code how that went, so that a test can break the system calls under it:
/// <c>SaveProbe replace|new|next|keep PATH SEED [PIECES]</c>. 0 saved · 2 refused · 4 not saved.
/// </summary>
public static class Program
{
    private const int PieceLength = 30_000;

    /// <summary>Saves.</summary>
    public static int Main(string[] arguments)
    {
        byte[] content = Content(int.Parse(arguments[2], CultureInfo.InvariantCulture), arguments.Length > 3 ? int.Parse(arguments[3], CultureInfo.InvariantCulture) : 7);
        void Write(Stream stream)
        {
            foreach (byte[] piece in content.Chunk(PieceLength)) stream.Write(piece);
        }
        string path = arguments[1];
        try
        {
            if (arguments[0] == "next") Console.WriteLine(DurableFile.WriteNextFree(path, Write));
            else if (arguments[0] == "keep") DurableFile.WriteKeeping(Path.Combine(Path.GetDirectoryName(path)!, "previous"), path, Write);
            else DurableFile.Write(path, Write, overwrite: arguments[0] == "replace");
            return 0;
        }
        catch (FeedforwardException e)
        {
            Console.Error.WriteLine(e.Message);
            return e is OptionException ? 2 : 4;
        }
    }

    /// <summary>What a save with this seed writes: so many pieces of 30,000 bytes, the last one shorter.</summary>
    public static byte[] Content(int seed, int pieces = 7)
    {
        var content = new byte[(pieces * PieceLength) - 10_000];
        for (int i = 0; i < content.Length; i++) content[i] = (byte)((i * 31) + (i >> 8) + seed);
        return content;
    }
}
