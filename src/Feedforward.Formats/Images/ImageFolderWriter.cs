using System.Globalization;

namespace Feedforward.Formats;

/// <summary>Writes the images of a set into a folder.</summary>
internal sealed class ImageFolderWriter(ImageSet images, string root)
{
    private readonly string _digits = "D" + Math.Max(6, images.Rows.ToString(CultureInfo.InvariantCulture).Length);

    internal void Write(bool overwrite)
    {
        if (!overwrite && Directory.Exists(root) && Directory.EnumerateFileSystemEntries(root).Any()) throw Errors.Option("FF2295", Evidence.Path(root));
        if (images.Classes.Any(name => name.Length == 0)) throw Errors.Option("FF2297", images.Source);
        string[] folders = [.. images.Classes.Select(name => Path.Combine(root, ClassFolders.Name(name)))];
        foreach (string folder in folders.DefaultIfEmpty(root)) Prepare(folder);
        WriteOrder();
        for (int row = 0; row < images.Rows; row++)
        {
            string folder = images.Labels is null ? root : folders[images.Labels[row]];
            using var file = new FileStream(Path.Combine(folder, row.ToString(_digits, CultureInfo.InvariantCulture) + ".png"), FileMode.Create, FileAccess.Write);
            ImageFile.WritePng(images, row, file);
        }
    }

    /// <summary>Makes a folder; pictures that an earlier writing left there would be taken for some of these.</summary>
    private static void Prepare(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (string path in Directory.EnumerateFiles(folder, "*.png"))
            if (Path.GetFileNameWithoutExtension(path).All(char.IsAsciiDigit)) File.Delete(path);
    }

    private void WriteOrder()
    {
        string list = Path.Combine(root, ClassFolders.List);
        bool isTold = images.Classes.SequenceEqual(ClassNames.Sort(images.Classes)) && images.Labels?.Distinct().Count() == images.Classes.Count;
        if (images.Labels is null || isTold) File.Delete(list);
        else File.WriteAllLines(list, images.Classes.Select(ClassFolders.Name));
    }
}
