namespace Timeline.Domain.Edtf;

/// <summary>A year, month or day with unspecified digits; finds the first and the last choice that the calendar has.</summary>
/// <param name="months">How many months a choice takes that has a month but no day.</param>
internal sealed class CalendarMask(bool negative, DigitMask year, DigitMask? month, DigitMask? day, int months = 1)
{
    /// <summary>The first and the last choice in time; null if no date fits.</summary>
    public (Span First, Span Last)? Choices()
    {
        var years = new[] { MonthsAndDays(leap: false), MonthsAndDays(leap: true) };
        var first = Find(years, ascending: true);
        return first is null ? null : (first.Value, Find(years, ascending: false)!.Value);
    }

    private Span? Find(((int Month, int Day) First, (int Month, int Day) Last)?[] years, bool ascending)
    {
        if (years[0] is null && years[1] is null)
            return null;
        // Of negative years the larger magnitude is the earlier one.
        var rising = ascending != negative;
        var count = year.Count;
        for (var i = 0; i < count; i++)
        {
            var magnitude = year.At(rising ? i : count - 1 - i);
            var candidate = negative ? -magnitude : magnitude;
            if ((negative && magnitude == 0) || years[ProlepticCalendar.IsLeap(candidate) ? 1 : 0] is not { } fitting)
                continue;
            return SpanOf(candidate, ascending ? fitting.First : fitting.Last);
        }
        return null;
    }

    private Span SpanOf(int year, (int Month, int Day) date) =>
        day is not null ? ProlepticCalendar.Day(year, date.Month, date.Day)
        : month is not null ? ProlepticCalendar.Months(year, date.Month, months)
        : ProlepticCalendar.Years(year, year);

    /// <summary>The first and the last month and day that fit, in a leap year or in a common one; null if none does.</summary>
    private ((int Month, int Day) First, (int Month, int Day) Last)? MonthsAndDays(bool leap)
    {
        var possible = month?.Within(1, 12) ?? [1];
        var fitting = possible.SelectMany(m => (day?.Within(1, ProlepticCalendar.DaysIn(m, leap)) ?? [1]).Select(d => (Month: m, Day: d))).ToList();
        return fitting.Count == 0 ? null : (fitting[0], fitting[^1]);
    }
}
