namespace Timeline.Domain.Edtf;

/// <summary>A year, month or day with unspecified digits; finds the first and the last choice that the calendar has.</summary>
/// <param name="months">How many months a choice takes that has a month but no day.</param>
internal sealed class CalendarMask(bool negative, DigitMask year, DigitMask? month, DigitMask? day, int months = 1)
{
    /// <summary>The first and the last choice in time; null if no date fits.</summary>
    public (Span First, Span Last)? Choices() =>
        Outermost(first: true) is { } first && Outermost(first: false) is { } last ? (first, last) : null;

    private Span? Outermost(bool first)
    {
        var (inCommonYear, inLeapYear) = (MonthAndDay(first, leap: false), MonthAndDay(first, leap: true));
        if (inCommonYear is null && inLeapYear is null)
            return null;
        // Of negative years the larger magnitude is the earlier one.
        var rising = first != negative;
        var count = year.Count;
        for (var i = 0; i < count; i++)
        {
            var magnitude = year.At(rising ? i : count - 1 - i);
            var candidate = negative ? -magnitude : magnitude;
            if ((negative && magnitude == 0) || (ProlepticCalendar.IsLeap(candidate) ? inLeapYear : inCommonYear) is not { } date)
                continue;
            return SpanOf(candidate, date.Month, date.Day);
        }
        return null;
    }

    private Span SpanOf(int inYear, int inMonth, int onDay) =>
        day is not null ? ProlepticCalendar.Day(inYear, inMonth, onDay)
        : month is not null ? ProlepticCalendar.Months(inYear, inMonth, months)
        : ProlepticCalendar.Years(inYear, inYear);

    /// <summary>The first or the last month and day that fit, in a leap year or in a common one; null if none does.</summary>
    private (int Month, int Day)? MonthAndDay(bool first, bool leap)
    {
        for (var i = 1; i <= 12; i++)
        {
            var candidate = first ? i : 13 - i;
            if (month is { } m && !m.Fits(candidate))
                continue;
            var fitting = day is { } d ? d.Outermost(first, ProlepticCalendar.DaysIn(candidate, leap)) : 1;
            if (fitting is not null)
                return (candidate, fitting.Value);
        }
        return null;
    }
}
