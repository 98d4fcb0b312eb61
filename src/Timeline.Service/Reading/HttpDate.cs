using System.Globalization;
using Timeline.Domain.Time;

namespace Timeline.Service.Reading;

/// <summary>Dates in HTTP headers (RFC 9110, section 5.6.7: IMF-fixdate), in whole seconds of GMT.</summary>
internal static class HttpDate
{
    private const string Format = "ddd, dd MMM yyyy HH:mm:ss 'GMT'";

    public static string Of(Instant instant) => instant.ToDateTime().ToString(Format, CultureInfo.InvariantCulture);

    /// <summary>Reads an IMF-fixdate, the only form that RFC 7089 allows: letter for letter, and the day of the week has to be right.</summary>
    /// <param name="second">The second that it names: its first microsecond.</param>
    public static bool TryParse(string text, out Instant second)
    {
        second = default;
        if (!DateTime.TryParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time))
            return false;
        second = Instant.FromDateTime(time);
        // .NET reads names of days and months in any case; HTTP does not.
        return Of(second) == text;
    }

    /// <summary>The first microsecond of the second that an instant lies in.</summary>
    public static Instant SecondOf(Instant instant) =>
        new(instant.Microseconds - (((instant.Microseconds % Instant.MicrosecondsPerSecond) + Instant.MicrosecondsPerSecond) % Instant.MicrosecondsPerSecond));

    /// <summary>The last microsecond of the second that begins at an instant.</summary>
    public static Instant EndOf(Instant second) => second.PlusMicroseconds(Instant.MicrosecondsPerSecond - 1);
}
