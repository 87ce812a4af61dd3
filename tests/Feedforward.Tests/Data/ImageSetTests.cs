namespace Feedforward.Tests.Data;

public sealed class ImageSetTests
{
    private static readonly string[] Names = ["no", "yes"];

    private static ImageSet Three() => new(new byte[] { 1, 2, 3, 4, 5, 6 }, 1, 2, [0, 1, 0], Names, "three");

    [Fact]
    public void A_set_knows_its_shape_its_pixels_and_its_labels()
    {
        var set = Three();
        Assert.Equal((3, 1, 2, 2, "three"), (set.Rows, set.Height, set.Width, set.Size, set.Source));
        Assert.Equal(new byte[] { 3, 4 }, set.Pixels(1).ToArray());
        Assert.Equal([0, 1, 0], set.Labels);
        Assert.Equal(Names, set.Classes);
    }

    [Fact]
    public void Selected_rows_come_in_the_order_asked_for_and_may_repeat()
    {
        var set = Three().Select([2, 0, 2]);
        Assert.Equal(new byte[] { 5, 6, 1, 2, 5, 6 }, set.Bytes.ToArray());
        Assert.Equal([0, 0, 0], set.Labels);
        Assert.Equal(Names, set.Classes);
    }

    [Fact]
    public void Rows_that_follow_each_other_share_the_pixels_also_with_a_data_set()
    {
        byte[] pixels = [1, 2, 3, 4, 5, 6];
        var set = new ImageSet(pixels, 1, 2, [0, 1, 0], Names, "three").Select([1, 2]);
        Assert.Equal(new byte[] { 3, 4, 5, 6 }, set.Bytes.ToArray());
        var data = Pipeline.ForImages(set).ApplyInputs(set);
        pixels[4] = 255; // Nobody should; it shows that there is one copy.
        Assert.Equal(255, set.Pixels(1)[0]);
        var row = new float[2];
        data.CopyInputs(1, row);
        Assert.Equal([1, 6f / 255], row);
    }

    [Fact]
    public void Coloured_images_have_three_bytes_a_pixel()
    {
        var set = new ImageSet(new byte[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 }, 1, 2, null, [], "colours", channels: 3);
        Assert.Equal((2, 3, 6), (set.Rows, set.Channels, set.Size));
        Assert.Equal(new byte[] { 7, 8, 9, 10, 11, 12 }, set.Select([1]).Pixels(0).ToArray());
        Assert.Equal(3, set.Take(1).Channels);
        Assert.Equal("FF1001", Assert.Throws<OptionException>(() => new ImageSet(new byte[2], 1, 1, null, [], "s", channels: 2)).Code);
        Assert.Equal("FF2201", Assert.Throws<OptionException>(() => new ImageSet(new byte[4], 1, 1, null, [], "s", channels: 3)).Code);
    }

    [Fact]
    public void Names_go_with_their_images()
    {
        var set = new ImageSet(new byte[3], 1, 1, null, [], "s") { Names = ["a", "b", "c"] };
        Assert.Equal(["c", "a"], set.Select([2, 0]).Names!);
        Assert.Equal(["a", "b"], set.Take(2).Names!);
        Assert.Null(Three().Select([1]).Names);
        Assert.Equal("FF2204", Assert.Throws<OptionException>(() => new ImageSet(new byte[3], 1, 1, null, [], "s") { Names = ["a"] }).Code);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(2, 2)]
    [InlineData(9, 3)]
    public void Take_gives_the_first_images_or_all_there_are(int asked, int rows)
    {
        var set = Three().Take(asked);
        Assert.Equal(rows, set.Rows);
        Assert.Equal(rows, set.Labels!.Count);
        Assert.Equal(2 * rows, set.Bytes.Length);
    }

    [Fact]
    public void Changing_the_labels_array_afterwards_does_not_change_the_set()
    {
        int[] labels = [0, 1, 0];
        var set = new ImageSet(new byte[3], 1, 1, labels, Names, "s");
        labels[0] = 1;
        Assert.Equal(0, set.Labels![0]);
    }

    [Fact]
    public void Images_without_labels_have_no_classes()
    {
        var set = new ImageSet(new byte[3], 1, 1, null, Names, "s");
        Assert.Null(set.Labels);
        Assert.Empty(set.Classes);
        Assert.Null(set.Select([1]).Labels);
    }

    [Fact]
    public void Sizes_that_do_not_fit_together_are_refused_by_code()
    {
        Assert.Equal("FF2201", Code(() => new ImageSet(new byte[5], 2, 2, null, [], "s")));
        Assert.Equal("FF1001", Code(() => new ImageSet(new byte[4], 0, 2, null, [], "s")));
        Assert.Equal("FF1001", Code(() => new ImageSet(new byte[4], 2, -1, null, [], "s")));
        Assert.Equal("FF2202", Code(() => new ImageSet(new byte[4], 2, 2, [0, 1], Names, "s")));
        Assert.Equal("FF2203", Code(() => new ImageSet(new byte[4], 2, 2, [2], Names, "s")));
        Assert.Equal("FF2203", Code(() => new ImageSet(new byte[4], 2, 2, [-1], Names, "s")));
    }

    [Fact]
    public void A_row_that_is_not_there_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Three().Pixels(3).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => Three().Select([-1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Three().Take(-1));
    }

    private static string Code(Func<ImageSet> build) => Assert.Throws<OptionException>(build).Code;
}
