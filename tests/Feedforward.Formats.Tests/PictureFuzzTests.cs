using Feedforward.Tests.Fuzzing;

namespace Feedforward.Formats.Tests;

/// <summary>A few seconds of what the torture command does for hours.</summary>
public class PictureFuzzTests
{
    [Theory]
    [InlineData("png")]
    [InlineData("jpeg")]
    public void Damaged_pictures_are_refused_or_shown_and_nothing_else(string kind)
    {
        var fuzz = new PictureFuzz(kind).Run(inputs: int.MaxValue, FuzzSeconds.Or(4), seed: 7);
        Assert.Null(fuzz.Failure);
        Assert.True(fuzz.Accepted > 0 && fuzz.Accepted < fuzz.Inputs, $"{fuzz.Accepted} of {fuzz.Inputs} accepted");
    }
}
