using System.Globalization;
using Timeline.Domain.Time;

namespace Timeline.Domain.Tests.Edtf;

/// <summary>
/// What the values of one date can be, found by comparing texts: every day, month or year of <see cref="DateOnly"/>'s calendar is written down
/// and kept if it fits the mask, character by character.
/// </summary>
internal static class ChoiceOracle
{
    private static readonly string[] Years = [.. Enumerable.Range(1, 9999).Select(year => year.ToString("0000", CultureInfo.InvariantCulture))];
    private static readonly string[] CommonDays = DaysOf(2023);
    private static readonly string[] LeapDays = DaysOf(2024);

    /// <summary>The choices of a year, year-month or year-month-day whose digits may be X, in time.</summary>
    public static List<(Instant Start, Instant End)> Choices(string mask)
    {
        var years = Years.Where(year => Fits(year, mask, 0)).Select(year => int.Parse(year, CultureInfo.InvariantCulture));
        return mask.Length switch
        {
            4 => [.. years.Select(year => (Start(year, "01-01"), After(year, "12-31")))],
            7 => [.. from year in years
                     from month in DaysIn(year).GroupBy(day => day[..2])
                     where Fits(month.Key, mask, 5)
                     select (Start(year, month.First()), After(year, month.Last()))],
            _ => [.. from year in years from day in DaysIn(year) where Fits(day, mask, 5) select (Start(year, day), After(year, day))],
        };
    }

    private static bool Fits(string text, string mask, int at)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (mask[at + i] != 'X' && mask[at + i] != text[i])
                return false;
        }
        return true;
    }

    private static string[] DaysIn(int year) => DateTime.IsLeapYear(year) ? LeapDays : CommonDays;

    private static string[] DaysOf(int year) =>
        [.. Enumerable.Range(0, DateTime.IsLeapYear(year) ? 366 : 365).Select(new DateOnly(year, 1, 1).AddDays).Select(day => $"{day:MM-dd}")];

    private static Instant Start(int year, string day) => Edtfs.Day($"{year:0000}-{day}");

    private static Instant After(int year, string day) => Start(year, day).PlusMicroseconds(Instant.MicrosecondsPerDay);
}
