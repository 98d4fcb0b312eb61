using Timeline.Domain.Time;

namespace Timeline.Domain.Developments;

/// <summary>Resolves when a command's source was public: an instant, and the bare day that it was given as.</summary>
public static class Reporting
{
    /// <summary>How far ahead of the database's clock a report may claim to be.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    /// <summary>The westernmost lag: a day has begun somewhere 14 hours before it begins in UTC.</summary>
    private static readonly TimeSpan FirstToBegin = TimeSpan.FromHours(14);

    /// <summary>The easternmost lag: a day still goes on somewhere 12 hours after it ended in UTC.</summary>
    private static readonly TimeSpan LastToEnd = TimeSpan.FromHours(12);

    /// <param name="given">What the command says.</param>
    /// <param name="source">Its <c>publishedAt</c> serves where the command says nothing.</param>
    /// <param name="knownFrom">Since when the development is known; a bare day is not resolved to before it on the same day.</param>
    /// <param name="now">The database's clock.</param>
    public static (Instant At, DateOnly? On, Refusal? Refusal) Resolve(ReportTime given, Source source, Instant? knownFrom, Instant now)
    {
        var time = given is { Day: null, Instant: null } ? Published(source) : given;
        var at = time.Instant ?? (time.Day is { } bare ? Resolve(bare, knownFrom, now) : now);
        var refusal = time is { Instant: { } instant, Day: { } day } && !FallsOn(instant, day)
            ? Refusal.Of("reportedOn", $"{instant} is on {day:yyyy-MM-dd} nowhere on Earth")
            : at > now.Plus(Tolerance)
                ? Refusal.Of("reportedAt", $"lies more than {Tolerance.TotalMinutes:0} minutes ahead: it is {now} here, and nothing can be known before it is public")
                : null;
        return (at, time.Day, refusal);
    }

    private static ReportTime Published(Source source) =>
        source.PublishedAt is null ? default
        : Rfc3339.TryParseDay(source.PublishedAt, out var day) ? new ReportTime(day, null)
        : Rfc3339.TryParseInstant(source.PublishedAt, out var instant) == TimeParse.Ok ? new ReportTime(null, instant)
        : default;

    private static Instant Resolve(DateOnly day, Instant? knownFrom, Instant now)
    {
        var start = Instant.StartOf(day);
        if (knownFrom is { } known && known.IsInCalendar && known.Day == day)
            return Instant.Max(start, known);
        return start > now && start.Plus(-FirstToBegin) <= now ? now : start;
    }

    private static bool FallsOn(Instant instant, DateOnly day) =>
        instant >= Instant.StartOf(day).Plus(-FirstToBegin) && instant <= Instant.LastOf(day).Plus(LastToEnd);
}
