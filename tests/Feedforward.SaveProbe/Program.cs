namespace Feedforward.SaveProbe;

/// <summary>
/// Saves one file and says by its exit code how that went, so that a test can break the system calls under it:
/// <c>SaveProbe replace|new|next PATH SEED</c>. 0 saved · 2 refused · 4 not saved.
/// </summary>
public static class Program
{
    /// <summary>Saves.</summary>
    public static int Main(string[] arguments)
    {
        byte[] content = Content(int.Parse(arguments[2], System.Globalization.CultureInfo.InvariantCulture));
        void Write(Stream stream)
        {
            foreach (byte[] piece in content.Chunk(30_000)) stream.Write(piece);
        }
        try
        {
            if (arguments[0] == "next") Console.WriteLine(DurableFile.WriteNextFree(arguments[1], Write));
            else DurableFile.Write(arguments[1], Write, overwrite: arguments[0] == "replace");
            return 0;
        }
        catch (FeedforwardException e)
        {
            Console.Error.WriteLine(e.Message);
            return e is OptionException ? 2 : 4;
        }
    }

    /// <summary>What a save with this seed writes: 200,000 bytes.</summary>
    public static byte[] Content(int seed)
    {
        var content = new byte[200_000];
        for (int i = 0; i < content.Length; i++) content[i] = (byte)((i * 31) + (i >> 8) + seed);
        return content;
    }
}
