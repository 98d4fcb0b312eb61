using System.Globalization;
using Timeline.Domain.Time;

namespace Timeline.Service.Http;

/// <summary>A time as a request gives it: a bare day (RFC 3339 <c>full-date</c>), or an instant (<c>date-time</c>). Exactly one is set.</summary>
public readonly record struct DayOrInstant
{
    public DayOrInstant(DateOnly day) => Day = day;

    public DayOrInstant(Instant instant) => Instant = instant;

    /// <summary>A calendar day, UTC.</summary>
    public DateOnly? Day { get; }

    public Instant? Instant { get; }

    public static TimeParse TryParse(string text, out DayOrInstant value)
    {
        if (Rfc3339.TryParseDay(text, out var day))
        {
            value = new DayOrInstant(day);
            return TimeParse.Ok;
        }
        var verdict = Rfc3339.TryParseInstant(text, out var instant);
        value = verdict == TimeParse.Ok ? new DayOrInstant(instant) : default;
        return verdict;
    }

    /// <summary>As written: a day, or the instant in UTC.</summary>
    public override string ToString() => Day is { } day ? day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : $"{Instant}";
}
