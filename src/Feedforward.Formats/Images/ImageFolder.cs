namespace Feedforward.Formats;

/// <summary>
/// Pictures in folders: <c>folder/class/picture.png</c>, where the names of the folders are the classes; or <c>folder/picture.png</c>, without
/// labels. What <see cref="ImageFile"/> reads is read.
/// </summary>
public static class ImageFolder
{
    /// <summary>
    /// Reads all pictures. Classes come by value where all their names are numbers, else in ordinal order, or as the file <c>classes.txt</c> lists them
    /// if there is one; images in the ordinal order of their file names, those of one name in the order of their classes. Links to files and to
    /// class folders are followed; deeper folders are not entered.
    /// </summary>
    /// <param name="path">The folder.</param>
    /// <param name="options">How; null takes the size that most pictures have, and colour where a picture has any.</param>
    /// <returns>The images, named by their files; what was odd stands in <see cref="ImageSet.Notices"/>.</returns>
    /// <exception cref="OptionException">FF2294: a height without a width, or a width without a height.</exception>
    /// <exception cref="DataException">
    /// FF2285, FF2286, FF2293: no folder, no pictures, more than fit into memory, or classes that do not fit their list; or as
    /// <see cref="ImageFile.Read"/>.
    /// </exception>
    public static ImageSet Read(string path, ImageFolderOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        var listing = ImageFolderListing.Of(path);
        return new Pictures(options ?? new ImageFolderOptions(), listing.Files).ToImageSet(path, listing.Classes, listing.Notices);
    }

    /// <summary>
    /// Writes the images of a set as <c>folder/class/000123.png</c>, by the number of the image; without labels, into the folder itself. Read again,
    /// the images are the same in the same order. Characters that no folder's name may have stand as <c>%2F</c>; where the order of the classes is
    /// none that names tell, <c>classes.txt</c> lists it.
    /// </summary>
    /// <param name="images">The images.</param>
    /// <param name="folder">The folder; it is made if it is not there.</param>
    /// <param name="overwrite">Whether the folder may hold something: pictures named by numbers in folders of these classes are then replaced.</param>
    /// <exception cref="OptionException">FF2295: the folder is not empty. FF2297: a class without a name.</exception>
    /// <exception cref="StorageException">FF4120: it cannot be written.</exception>
    public static void Write(ImageSet images, string folder, bool overwrite = false)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(folder);
        try
        {
            new ImageFolderWriter(images, folder).Write(overwrite);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Errors.Storage("FF4120", folder, failure.Message);
        }
    }
}
