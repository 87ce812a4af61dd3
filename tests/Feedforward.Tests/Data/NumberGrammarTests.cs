using System.Globalization;
using System.Text;
using CsCheck;

namespace Feedforward.Tests.Data;

public class NumberGrammarTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("-0", 0)]
    [InlineData("+1", 1)]
    [InlineData("-12.50", -12.5)]
    [InlineData(".5", 0.5)]
    [InlineData("5.", 5)]
    [InlineData("1e3", 1000)]
    [InlineData("1E+3", 1000)]
    [InlineData("1e-400", 0)]
    [InlineData("5e-324", double.Epsilon)]
    [InlineData("1.7976931348623157e308", double.MaxValue)]
    [InlineData("9007199254740993", 9007199254740992)]
    [InlineData("0.000000000000000000000000000000000000001", 1e-39)]
    [InlineData("123456789012345678901234567890", 123456789012345678901234567890d)]
    public void A_number_of_the_grammar_has_its_nearest_value(string text, double value) =>
        Assert.Equal((true, value), (NumberGrammar.TryParse(Encoding.UTF8.GetBytes(text), out double parsed), parsed));

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("+.")]
    [InlineData("e5")]
    [InlineData("1e")]
    [InlineData("1e+")]
    [InlineData("--1")]
    [InlineData("1 ")]
    [InlineData(" 1")]
    [InlineData("1,5")]
    [InlineData("1_000")]
    [InlineData("0x10")]
    [InlineData("1.2.3")]
    [InlineData("1e5.0")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("∞")]
    [InlineData("1d")]
    [InlineData("(5)")]
    [InlineData("1e400")]
    [InlineData("-1e99999999999999999999")]
    [InlineData("\uFF11")]
    public void Anything_else_is_no_number(string text) => Assert.False(NumberGrammar.TryParse(Encoding.UTF8.GetBytes(text), out _));

    [Fact]
    public void A_number_that_is_not_zero_never_has_the_sign_of_another() =>
        Assert.False(NumberGrammar.TryParse("-0.0"u8, out double zero) && double.IsNegative(zero));

    [Fact]
    public void Every_double_reads_back_the_same_and_as_the_runtime_reads_it() => Gen.Double.Sample(value =>
    {
        if (!double.IsFinite(value))
            return;
        foreach (string format in new[] { "R", "E5", "F3", "E20" })
        {
            string text = value.ToString(format, CultureInfo.InvariantCulture);
            Assert.True(NumberGrammar.TryParse(Encoding.UTF8.GetBytes(text), out double parsed), text);
            Assert.Equal(double.Parse(text, CultureInfo.InvariantCulture), parsed);
        }
    }, iter: 20_000);

    [Fact]
    public void Random_texts_are_numbers_exactly_where_the_grammar_says_so() => Gen.Char["0123456789.eE+-"].Array[0, 12].Sample(letters =>
    {
        string text = new(letters);
        bool expected = System.Text.RegularExpressions.Regex.IsMatch(text, @"^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?\z")
            && double.IsFinite(double.Parse(text, CultureInfo.InvariantCulture));
        Assert.Equal(expected, NumberGrammar.TryParse(Encoding.UTF8.GetBytes(text), out double value));
        if (expected)
            Assert.Equal(double.Parse(text, CultureInfo.InvariantCulture), value);
    }, iter: 20_000);

    /// <summary>Decimals that lie exactly between two doubles, or next to such a place, or at the ends of the range.</summary>
    public static TheoryData<string> HardNumbers =>
    [
        "9007199254740993", "9007199254740995", "9007199254740993.0000000000000000000000000000000000000000000000001", "9007199254740992.9999999999999999",
        "0.500000000000000166533453693773481063544750213623046875", "1.00000000000000011102230246251565404236316680908203125",
        "1.00000000000000011102230246251565404236316680908203124", "1.00000000000000011102230246251565404236316680908203126",
        "2.2250738585072011e-308", "2.2250738585072012e-308", "2.2250738585072014e-308", "4.9e-324", "2.47e-324", "2.4703282292062327e-324",
        "2.4703282292062328e-324", "1e-323", "3.237883913302901e-319", "1.7976931348623157e308", "1.7976931348623158e308", "1.797693134862315807e308",
        "1e22", "1e23", "8.5e22", "6.8e-10", "7.2057594037927933e16", "7.205759403792794e16", "9223372036854775807", "18446744073709551615",
        "18446744073709551616", "9999999999999999999", "0.000000000000000000000000000000000000000000000000000000000001234567890123456789",
        "3.518437208883201171875e13", "6.9294956446009195e15", "1.8446744073709551616e19", "5e-324", "123456789012345678e-400", "1234567890123456789e290",
        "00000000000000000000000000.0000000000000000000000000001", "0." + "0123456789012345678901234567890123456789", "1" + "00000000000000000000000000000000000000000e-20",
        "8.692932128906250000e-01", "0.8692932128906250000", "179769313486231580793728971405301e276",
    ];

    [Theory]
    [MemberData(nameof(HardNumbers))]
    public void A_hard_number_has_its_nearest_value(string text) => EqualsRuntime(text);

    [Fact]
    public void A_million_random_decimals_are_read_as_the_runtime_reads_them()
    {
        var random = new Random(1);
        for (int i = 0; i < 1_000_000; i++)
            EqualsRuntime(Decimal(random));
    }

    [Fact]
    public void Places_halfway_between_two_doubles_go_to_the_even_one()
    {
        var random = new Random(2);
        for (int i = 0; i < 20_000; i++)
        {
            double value = Math.Abs(BitConverter.Int64BitsToDouble(random.NextInt64()));
            if (!double.IsFinite(value) || value is 0 or < 1e-30 or > 1e30)
                value = 1 + random.NextDouble();
            var (numerator, power) = Exact(value);
            string halfway = Digits((numerator * 2) + 1, power - 1);
            EqualsRuntime(halfway);
            EqualsRuntime(halfway + "1");
            EqualsRuntime(Digits((numerator * 4) + 1, power - 2));
        }
    }

    [Fact]
    public void A_text_is_short_exactly_where_few_digits_say_all_and_has_the_same_value()
    {
        var random = new Random(3);
        byte[] buffer = new byte[64];
        int shorts = 0;
        for (int i = 0; i < 300_000; i++)
        {
            random.NextBytes(buffer);
            string text = i % 3 == 0 ? new string(random.GetItems("0123456789.+-e,".AsSpan(), random.Next(20))) : Decimal(random);
            text = text[..Math.Min(text.Length, 40)];
            int start = random.Next(7);
            Encoding.ASCII.GetBytes(text, buffer.AsSpan(start));
            bool expected = System.Text.RegularExpressions.Regex.IsMatch(text, @"^[+-]?(?=[0-9.]*[0-9])(?!0[0-9])[0-9]*\.?[0-9]*\z") && text.Count(char.IsAsciiDigit) <= 15;
            Assert.True(expected == NumberGrammar.TryParseShort(buffer, start, text.Length, (byte)'.', out double value), text);
            if (!expected)
                continue;
            shorts++;
            Assert.Equal(BitConverter.DoubleToInt64Bits(double.Parse(text, CultureInfo.InvariantCulture) + 0.0), BitConverter.DoubleToInt64Bits(value));
        }
        Assert.InRange(shorts, 50_000, 250_000);
    }

    /// <summary>A decimal of up to forty digits, mostly few, with or without sign, point and exponent.</summary>
    private static string Decimal(Random random)
    {
        int digits = random.Next(4) == 0 ? random.Next(1, 41) : random.Next(1, 21), point = random.Next(digits + 1);
        string figures = new(random.GetItems("0123456789".AsSpan(), digits));
        string sign = random.Next(3) switch { 0 => "-", 1 => "+", _ => "" };
        string number = random.Next(3) == 0 ? figures : figures[..point] + "." + figures[point..];
        return sign + number + (random.Next(3) == 0 ? "e" + random.Next(-345, 310).ToString(CultureInfo.InvariantCulture) : "");
    }

    /// <summary>The value as numerator · 2^power.</summary>
    private static (System.Numerics.BigInteger Numerator, int Power) Exact(double value)
    {
        long bits = BitConverter.DoubleToInt64Bits(value), fraction = bits & ((1L << 52) - 1);
        int exponent = (int)(bits >> 52);
        return exponent == 0 ? (fraction, -1074) : (fraction | (1L << 52), exponent - 1075);
    }

    /// <summary>All digits of numerator · 2^power.</summary>
    private static string Digits(System.Numerics.BigInteger numerator, int power)
    {
        if (power >= 0)
            return (numerator << power).ToString(CultureInfo.InvariantCulture) + ".0";
        string digits = (numerator * System.Numerics.BigInteger.Pow(5, -power)).ToString(CultureInfo.InvariantCulture).PadLeft(-power + 1, '0');
        return digits[..^-power] + "." + digits[^-power..];
    }

    private static void EqualsRuntime(string text)
    {
        double expected = double.Parse(text, CultureInfo.InvariantCulture);
        var form = NumberGrammar.Parse(Encoding.ASCII.GetBytes(text), out double value);
        Assert.True(form == (double.IsFinite(expected) ? NumberForm.Number : NumberForm.Overflow), text);
        if (form == NumberForm.Number)
            Assert.True(BitConverter.DoubleToInt64Bits(expected + 0.0) == BitConverter.DoubleToInt64Bits(value), text);
    }

    [Theory]
    [InlineData("", nameof(CellForm.Blank))]
    [InlineData("NA", nameof(CellForm.NotAvailable))]
    [InlineData("NaN", nameof(CellForm.NotAvailable))]
    [InlineData("nA", nameof(CellForm.Text))]
    [InlineData("7", nameof(CellForm.Number))]
    [InlineData("007", nameof(CellForm.LeadingZero))]
    [InlineData("-00.5", nameof(CellForm.LeadingZero))]
    [InlineData("0.5", nameof(CellForm.Number))]
    [InlineData("3,5", nameof(CellForm.DecimalComma))]
    [InlineData("-3,5e2", nameof(CellForm.DecimalComma))]
    [InlineData("1,234", nameof(CellForm.Thousands))]
    [InlineData("1'234.5", nameof(CellForm.Thousands))]
    [InlineData("1.234.567", nameof(CellForm.PointThousands))]
    [InlineData("1 234,5", nameof(CellForm.PointThousands))]
    [InlineData("1.2.3", nameof(CellForm.Text))]
    [InlineData("2026_01", nameof(CellForm.Text))]
    [InlineData("1_000", nameof(CellForm.Underscores))]
    [InlineData("0xFF", nameof(CellForm.Hexadecimal))]
    [InlineData("USD 5", nameof(CellForm.Currency))]
    [InlineData("5\uFF05", nameof(CellForm.Percent))]
    [InlineData("21.5 °C", nameof(CellForm.Unit))]
    [InlineData("4WD", nameof(CellForm.Text))]
    [InlineData("1st", nameof(CellForm.Text))]
    [InlineData("5-10", nameof(CellForm.Text))]
    [InlineData("2026/1/31", nameof(CellForm.Date))]
    [InlineData("31.01.26 12:00", nameof(CellForm.Date))]
    [InlineData("INF", nameof(CellForm.Infinite))]
    [InlineData("1e309", nameof(CellForm.Overflow))]
    [InlineData("\uFF0D\uFF11\uFF0E\uFF15", nameof(CellForm.OtherDigits))]
    [InlineData("Oak St 12", nameof(CellForm.Text))]
    public void A_cell_is_told_by_its_form(string cell, string form) => Assert.Equal(form, NumberGrammar.Classify(cell).ToString());
}
