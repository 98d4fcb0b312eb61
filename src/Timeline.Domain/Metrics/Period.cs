using System.Globalization;
using Timeline.Domain.Time;

namespace Timeline.Domain.Metrics;

/// <summary>How long the periods are that developments are counted by.</summary>
public enum PeriodLength
{
    Month,
    Quarter,
    Year,

    /// <summary>Of ISO 8601: from Monday on; the first has the year's first Thursday.</summary>
    Week,
    Day,
}

/// <summary>A period of the calendar, in UTC.</summary>
/// <param name="Name"><c>2024-10</c>, <c>2024-Q4</c>, <c>2024</c>, <c>2024-W43</c> or <c>2024-10-23</c>.</param>
/// <param name="From">Inclusive.</param>
/// <param name="To">Exclusive; may be past the year 9999.</param>
public sealed record Period(string Name, Instant From, Instant To)
{
    /// <summary>The period that an instant of the years 0001–9999 falls into.</summary>
    public static Period Of(Instant instant, PeriodLength length)
    {
        var day = instant.Day;
        return length switch
        {
            PeriodLength.Year => Months(Text($"{day.Year:0000}"), day.Year, 1, 12),
            PeriodLength.Quarter => Months(Text($"{day.Year:0000}-Q{Quarter(day)}"), day.Year, (Quarter(day) * 3) - 2, Quarter(day) * 3),
            PeriodLength.Month => Months(Text($"{day.Year:0000}-{day.Month:00}"), day.Year, day.Month, day.Month),
            PeriodLength.Week => Week(day),
            _ => Days(Text($"{day:yyyy-MM-dd}"), day, 1),
        };
    }

    private static int Quarter(DateOnly day) => (day.Month + 2) / 3;

    private static Period Week(DateOnly day)
    {
        var noon = day.ToDateTime(new TimeOnly(12, 0));
        var sinceMonday = ((int)day.DayOfWeek + 6) % 7;
        return Days(Text($"{ISOWeek.GetYear(noon):0000}-W{ISOWeek.GetWeekOfYear(noon):00}"), day.AddDays(-sinceMonday), 7);
    }

    private static Period Months(string name, int year, int first, int last)
    {
        var start = new DateOnly(year, first, 1);
        var end = new DateOnly(year, last, DateTime.DaysInMonth(year, last));
        return Days(name, start, end.DayNumber - start.DayNumber + 1);
    }

    private static Period Days(string name, DateOnly first, int days) =>
        new(name, Instant.StartOf(first), Instant.StartOf(first).PlusMicroseconds(days * Instant.MicrosecondsPerDay));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
