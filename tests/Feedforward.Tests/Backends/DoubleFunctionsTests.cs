using Feedforward.Backends;

namespace Feedforward.Tests.Backends;

/// <summary>Against values computed with fifty digits.</summary>
public sealed class DoubleFunctionsTests
{
    private static void AssertRelative(double expected, double actual, double tolerance) =>
        Assert.True(Math.Abs(actual - expected) <= tolerance * Math.Abs(expected) || actual.Equals(expected), $"{actual:R} instead of {expected:R}");

    [Theory]
    [InlineData(1e-300, -37.047096299361199237)]
    [InlineData(1e-20, -9.2623400897984075796)]
    [InlineData(2.5e-11, -6.5709358472930728644)]
    [InlineData(0.001, -3.0902323061678135354)]
    [InlineData(0.0249, -1.9616778690637860161)]
    [InlineData(0.074, -1.4466320671589785099)]
    [InlineData(0.0751, -1.4388253927525399824)]
    [InlineData(0.3, -0.52440051270804081597)]
    [InlineData(0.5, 0.0)]
    [InlineData(0.6, 0.25334710313579974132)]
    [InlineData(0.925, 1.4395314709384562291)]
    [InlineData(0.9990234375, 3.0972690781987844624)]
    public void The_normal_quantile_inverts_the_distribution(double p, double expected) =>
        AssertRelative(expected, DoubleFunctions.NormalQuantile(p), 1e-14);

    [Fact]
    public void The_normal_quantile_is_odd_about_one_half_and_infinite_at_the_ends()
    {
        for (int i = 1; i < 1024; i++)
            Assert.Equal(-DoubleFunctions.NormalQuantile(i / 1024.0), DoubleFunctions.NormalQuantile(1 - (i / 1024.0)));
        Assert.Equal(double.NegativeInfinity, DoubleFunctions.NormalQuantile(0));
        Assert.Equal(double.PositiveInfinity, DoubleFunctions.NormalQuantile(1));
        Assert.Equal(double.NaN, DoubleFunctions.NormalQuantile(-0.1));
        Assert.Equal(double.NaN, DoubleFunctions.NormalQuantile(1.1));
        Assert.Equal(double.NaN, DoubleFunctions.NormalQuantile(double.NaN));
    }

    [Fact]
    public void The_normal_quantile_and_the_distribution_undo_each_other()
    {
        for (int i = 1; i < 4096; i++)
        {
            double p = i / 4096.0, x = DoubleFunctions.NormalQuantile(p);
            AssertRelative(p, 0.5 * DoubleFunctions.Erfc(x * -0.70710678118654752440), 2e-14);
        }
    }

    [Theory]
    [InlineData(-6, 1.9999999999999999785)]
    [InlineData(-1.5, 1.9661051464753107271)]
    [InlineData(-0.25, 1.276326390168236933)]
    [InlineData(0, 1.0)]
    [InlineData(1e-10, 0.99999999988716208329)]
    [InlineData(0.3, 0.67137324054087258381)]
    [InlineData(1, 0.15729920705028513066)]
    [InlineData(1.24, 0.07949481570097033229)]
    [InlineData(1.26, 0.074764058189870513441)]
    [InlineData(1.5, 0.033894853524689272933)]
    [InlineData(1.99, 0.0048885868003830029527)]
    [InlineData(2.0, 0.0046777349810472658379)]
    [InlineData(3.5, 7.4309837234141274552E-7)]
    [InlineData(6, 2.1519736712498913117E-17)]
    [InlineData(10, 2.088487583762544757E-45)]
    [InlineData(26, 5.6631924088561428465E-296)]
    public void Erfc_keeps_its_relative_accuracy_in_the_tail(double x, double expected) =>
        AssertRelative(expected, DoubleFunctions.Erfc(x), x > 7 ? 2e-13 : 1e-14);

    [Theory]
    [InlineData(0, 0.0, 1.0)]
    [InlineData(1e-9, 1.0000000000000000621E-9, 0.9999999999999999995)]
    [InlineData(0.5, 0.47942553860420300027, 0.87758256189037271612)]
    [InlineData(-1, -0.84147098480789650665, 0.5403023058681397174)]
    [InlineData(1.5707963267948966, 1.0, 6.1232339957367658861E-17)]
    [InlineData(3, 0.1411200080598672221, -0.98999249660044545727)]
    [InlineData(100, -0.50636564110975879366, 0.8623188722876839341)]
    [InlineData(-12345.678, 0.70408131375338158541, 0.71011935871606277365)]
    [InlineData(999999.5, -0.75625108756167799303, 0.65428150865035093481)]
    public void Sine_and_cosine_are_right_to_the_last_digits(double x, double sine, double cosine)
    {
        Assert.Equal(sine, DoubleFunctions.Sin(x), 3e-16);
        Assert.Equal(cosine, DoubleFunctions.Cos(x), 3e-16);
    }

    [Theory]
    [InlineData(-745, 2.8223507304719370764E-324)]
    [InlineData(-708.5, 2.0061323053313058204E-308)]
    [InlineData(-30, 9.3576229688401746049E-14)]
    [InlineData(-0.34, 0.7117703227626096977)]
    [InlineData(0, 1.0)]
    [InlineData(1e-12, 1.000000000001)]
    [InlineData(0.35, 1.4190675485932572168)]
    [InlineData(1, 2.7182818284590452354)]
    [InlineData(10.25, 28282.54192033497909)]
    [InlineData(709.5, 1.3549863193146328309E+308)]
    public void Exp_is_right_to_the_last_digits(double x, double expected) =>
        AssertRelative(expected, DoubleFunctions.Exp(x), x < -708 ? 1e-1 : 5e-16);

    [Theory]
    [InlineData(5e-324, -744.44007192138126231)]
    [InlineData(1e-310, -713.8013788281541651)]
    [InlineData(1e-20, -46.051701859880913735)]
    [InlineData(0.5, -0.69314718055994530942)]
    [InlineData(0.70710678, -0.3465735919580041927)]
    [InlineData(0.999999, -1.0000005000290890269E-6)]
    [InlineData(1, 0.0)]
    [InlineData(1.0000001, 9.9999995058387045178E-8)]
    [InlineData(1.41421356, 0.34657358860194111672)]
    [InlineData(3, 1.0986122886681096914)]
    [InlineData(1e300, 690.77552789821370526)]
    public void Log_is_right_to_the_last_digits(double x, double expected) =>
        AssertRelative(expected, DoubleFunctions.Log(x), 5e-16);

    [Fact]
    public void Over_their_ranges_the_functions_agree_with_the_platforms()
    {
        for (int i = -40000; i <= 40000; i++)
        {
            double x = i * 0.01737;
            Assert.Equal(Math.Sin(x), DoubleFunctions.Sin(x), 4e-16);
            Assert.Equal(Math.Cos(x), DoubleFunctions.Cos(x), 4e-16);
            AssertRelative(Math.Exp(x), DoubleFunctions.Exp(x), 6e-16);
            AssertRelative(Math.Log(Math.Exp(x)), DoubleFunctions.Log(Math.Exp(x)), 6e-16);
        }
    }

    [Fact]
    public void Special_values_are_exact()
    {
        Assert.Equal(double.PositiveInfinity, DoubleFunctions.Exp(710));
        Assert.Equal(double.PositiveInfinity, DoubleFunctions.Exp(double.PositiveInfinity));
        Assert.Equal(0, DoubleFunctions.Exp(double.NegativeInfinity));
        Assert.Equal(double.NaN, DoubleFunctions.Exp(double.NaN));
        Assert.Equal(double.NegativeInfinity, DoubleFunctions.Log(0));
        Assert.Equal(double.NaN, DoubleFunctions.Log(-1));
        Assert.Equal(double.NaN, DoubleFunctions.Log(double.NaN));
        Assert.Equal(double.PositiveInfinity, DoubleFunctions.Log(double.PositiveInfinity));
        Assert.Equal(double.NaN, DoubleFunctions.Erfc(double.NaN));
        Assert.Equal(0, DoubleFunctions.Erfc(double.PositiveInfinity));
        Assert.Equal(2, DoubleFunctions.Erfc(double.NegativeInfinity));
    }
}
