using Timeline.Domain.Time;

namespace Timeline.Domain.Edtf;

/// <summary>
/// The Gregorian calendar of ISO 8601 in both directions without end, with a year 0000 before 0001 (astronomical numbering).
/// What lies beyond an <see cref="Instant"/> becomes the first or the last one that there is.
/// </summary>
internal static class ProlepticCalendar
{
    private const long MaxDays = (long.MaxValue / Instant.MicrosecondsPerDay) - 1;

    public static bool IsLeap(long year) => year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

    public static int DaysIn(int month, bool leap) => month switch
    {
        2 => leap ? 29 : 28,
        4 or 6 or 9 or 11 => 30,
        _ => 31,
    };

    public static Span Day(long year, int month, int day) => Between(DaysBefore(year, month) + day - 1, DaysBefore(year, month) + day);

    /// <summary>A run of months, which may end in the year after.</summary>
    public static Span Months(long year, int month, int count)
    {
        var next = month - 1 + count;
        return Between(DaysBefore(year, month), DaysBefore(year + (next / 12), (next % 12) + 1));
    }

    public static Span Years(long first, long last) => Between(DaysBefore(first, 1), DaysBefore(last + 1, 1));

    // The last instant that can be a start and the first that can be an end keep every span from being empty.
    private static Span Between(long startDay, long endDay) =>
        new(Instant.Min(AtDay(startDay), new Instant(long.MaxValue - 1)), Instant.Max(AtDay(endDay), new Instant(long.MinValue + 1)));

    private static Instant AtDay(long day) => day switch
    {
        < -MaxDays => Instant.MinValue,
        > MaxDays => Instant.MaxValue,
        _ => new Instant(day * Instant.MicrosecondsPerDay),
    };

    /// <summary>Days from 1970-01-01 to the first of the month. The year is taken to begin in March, so that the leap day is its last.</summary>
    private static long DaysBefore(long year, int month)
    {
        var marchYear = month > 2 ? year : year - 1;
        var era = Math.DivRem(marchYear, 400).Quotient - (marchYear % 400 < 0 ? 1 : 0);
        var yearOfEra = marchYear - (era * 400);
        var monthFromMarch = (month + 9) % 12;
        var dayOfYear = ((153 * monthFromMarch) + 2) / 5;
        var dayOfEra = (yearOfEra * 365) + (yearOfEra / 4) - (yearOfEra / 100) + dayOfYear;
        return (era * 146_097) + dayOfEra - 719_468;
    }
}
