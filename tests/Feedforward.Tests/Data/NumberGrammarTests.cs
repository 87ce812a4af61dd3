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
