using System.Globalization;

namespace Feedforward.Formats.Tests;

/// <summary>Cultures whose numbers, letters, digits and calendars differ.</summary>
internal static class Cultures
{
    private static readonly string[] Names = ["", "de-DE", "tr-TR", "ar-SA", "th-TH"];

    /// <summary>What a function gives, which must be the same in every culture.</summary>
    internal static string SameInAll(Func<string> describe)
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            return Assert.Single(Names.Select(name =>
            {
                CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(name);
                return describe();
            }).Distinct());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
