using System.Globalization;
using CsCheck;
using Feedforward.Pictures;

namespace Feedforward.Studio.Tests.Pictures;

public class NumbersTests
{
    [Theory]
    [InlineData(0, 4, "0"), InlineData(1, 4, "1"), InlineData(-1.5, 4, "−1.5"), InlineData(0.1 + 0.2, 4, "0.3")]
    [InlineData(0.975933, 3, "0.976"), InlineData(0.0985041, 3, "0.0985"), InlineData(0.00123456, 3, "0.00123"), InlineData(1234.5678, 4, "1235"), InlineData(12.345678, 4, "12.35")]
    [InlineData(999_999, 4, "999999"), InlineData(1e6, 4, "1e6"), InlineData(1.5e-7, 4, "1.5e-7"), InlineData(-2.25e12, 4, "−2.25e12")]
    [InlineData(double.NaN, 4, "NaN"), InlineData(double.PositiveInfinity, 4, "∞"), InlineData(double.NegativeInfinity, 4, "−∞")]
    public void Numbers_have_the_digits_that_count(double value, int digits, string expected) => Assert.Equal(expected, Numbers.Value(value, digits));

    [Fact]
    public void A_number_that_is_read_again_is_the_number_rounded() => Gen.Double[-1e9, 1e9].Select(Gen.Int[3, 6]).Sample((value, digits) =>
    {
        double again = double.Parse(Numbers.Value(value, digits).Replace('−', '-'), NumberStyles.Float, CultureInfo.InvariantCulture);
        Assert.Equal(value, again, Math.Abs(value) * Math.Pow(10, 1 - digits));
    });

    [Theory, InlineData(0.5, 1, "50.0 %"), InlineData(0.97123, 2, "97.12 %"), InlineData(double.NaN, 1, "–")]
    public void Shares_are_percentages(double share, int decimals, string expected) => Assert.Equal(expected, Numbers.Percent(share, decimals));

    [Fact]
    public void A_cell_that_a_spreadsheet_would_compute_is_written_as_text()
    {
        var table = new PictureTable(["=1+1", "a,b"], [["−1.5", "@x"], ["-x", "say \"hi\""], ["+1", "plain"]]);
        Assert.Equal("'=1+1,\"a,b\"\r\n-1.5,'@x\r\n'-x,\"say \"\"hi\"\"\"\r\n'+1,plain\r\n", table.ToCsv());
    }
}
