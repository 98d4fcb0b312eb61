using Timeline.Domain.Edtf;
using Timeline.Domain.Time;

namespace Timeline.Domain.Tests.Edtf;

internal static class Edtfs
{
    public static EdtfValue Parse(string text) =>
        EdtfValue.TryParse(text, out var value, out var problem) ? value : throw new ArgumentException($"{text}: {problem}");

    public static Instant At(string time) => Rfc3339.TryParseInstant(time, out var instant) == TimeParse.Ok ? instant : throw new ArgumentException(time);

    /// <summary>The start of a day; the day after the last of the calendar too.</summary>
    public static Instant Day(string day) => day == "10000-01-01" ? Instant.EndOfYear9999 : Instant.StartOf(DateOnly.ParseExact(day, "yyyy-MM-dd"));
}
