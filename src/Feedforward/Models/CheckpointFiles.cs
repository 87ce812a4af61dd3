namespace Feedforward;

public sealed partial class Checkpoint
{
    /// <summary>The name of the newest checkpoint in a folder.</summary>
    public const string FileName = "checkpoint.safetensors";

    /// <summary>The name of the one before it.</summary>
    public const string PreviousFileName = "checkpoint.previous.safetensors";

    /// <summary>
    /// Saves into a folder that exists, safely on the disk when this returns, and keeps the checkpoint that was there as the previous one.
    /// At every moment the folder holds a whole checkpoint: the one there becomes the previous one only when it can be read and the new one is on the disk.
    /// </summary>
    /// <exception cref="StorageException">It could not be written; a checkpoint that was there before is still there, under one of the two names.</exception>
    /// <exception cref="ModelFileException">A note holds half a character.</exception>
    public void Save(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        string current = Path.Combine(folder, FileName);
        string? previous = IsSound(current) ? Path.Combine(folder, PreviousFileName) : null;
        var content = Content();
        DurableFile.WriteKeeping(previous, current, stream => ModelFile.Write(stream, content));
    }

    /// <summary>Writes it to a stream, from its position on.</summary>
    public void Save(Stream stream) => ModelFile.Write(stream, Content());

    /// <summary>Loads the newest checkpoint of a folder that is whole; everything in the file is validated, nothing in it can execute.</summary>
    /// <param name="folder">Where <see cref="Save(string)"/> saved.</param>
    /// <param name="notices">Is told which file was left out, and why (FF3053).</param>
    /// <exception cref="OptionException">FF1255: there is none.</exception>
    /// <exception cref="ModelFileException">There is none that is whole.</exception>
    public static Checkpoint Load(string folder, ICollection<Notice>? notices = null)
    {
        ArgumentNullException.ThrowIfNull(folder);
        string current = Path.Combine(folder, FileName), previous = Path.Combine(folder, PreviousFileName);
        if (!File.Exists(previous))
            return File.Exists(current) ? From(ModelFile.Load(current)) : throw Errors.Option("FF1255", Evidence.Path(folder));
        try
        {
            return From(ModelFile.Load(current));
        }
        catch (FeedforwardException e)
        {
            var checkpoint = From(ModelFile.Load(previous));
            notices?.Add(Errors.Notice("FF3053", FileName, e.Notice.Sentence, PreviousFileName) with { Place = Evidence.Path(current) });
            return checkpoint;
        }
    }

    /// <summary>Loads one from a stream, to its end.</summary>
    /// <exception cref="ModelFileException">Not a checkpoint, damaged, or of a later format.</exception>
    public static Checkpoint Load(Stream stream) => From(ModelFile.Read(stream, null));

    private static bool IsSound(string path)
    {
        try
        {
            return File.Exists(path) && ModelFile.Load(path).Checkpoint is not null;
        }
        catch (FeedforwardException)
        {
            return false;
        }
    }
}
