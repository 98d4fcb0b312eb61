using Timeline.Domain.Time;

namespace Timeline.Domain.Tests;

internal static class Times
{
    /// <summary>An RFC 3339 instant, or the start of a day.</summary>
    public static Instant At(string text) =>
        Rfc3339.TryParseDay(text, out var day) ? Instant.StartOf(day)
        : Rfc3339.TryParseInstant(text, out var instant) == TimeParse.Ok ? instant
        : throw new ArgumentException($"{text} is not a time", nameof(text));

    public static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", null);
}
