using System.Globalization;
using Timeline.Domain.Time;

namespace Timeline.Service.Feeds;

/// <summary>A date of the years 0001–9999 as far as it is known: a year, a month, a day or a time in UTC.</summary>
/// <param name="At">The time, where even that is known.</param>
internal readonly record struct PartialDate(int Year, int? Month = null, int? Day = null, Instant? At = null)
{
    private static readonly string[] Months =
        ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

    /// <summary>Where it begins, inclusive.</summary>
    public Instant Start => At ?? Instant.StartOf(new DateOnly(Year, Month ?? 1, Day ?? 1));

    /// <summary>A date as precise as it is: <c>2024</c>, <c>2024-10</c>, <c>2024-10-23</c> (ISO 8601-1) or an instant (RFC 3339).</summary>
    public string ToIso() => this switch
    {
        { At: { } at } => at.ToString(),
        { Month: null } => Number(Year, "0000"),
        { Day: null } => $"{Number(Year, "0000")}-{Number(Month.Value, "00")}",
        _ => $"{Number(Year, "0000")}-{Number(Month.Value, "00")}-{Number(Day.Value, "00")}",
    };

    /// <summary>In English: <c>23 October 2024</c>.</summary>
    public override string ToString() => this switch
    {
        { At: { } at } => $"{DayText(at)}, {at.ToDateTime().ToString("HH:mm:ss", CultureInfo.InvariantCulture)} UTC",
        { Month: null } => Number(Year, "0"),
        { Day: null } => $"{Months[Month.Value - 1]} {Number(Year, "0")}",
        _ => $"{Number(Day.Value, "0")} {Months[Month.Value - 1]} {Number(Year, "0")}",
    };

    /// <summary>The day (UTC) of an instant, in English.</summary>
    public static string DayText(Instant instant) => Of(instant, day: true).ToString();

    /// <summary>The day of an instant, or only its month or year.</summary>
    public static PartialDate Of(Instant instant, bool month = true, bool day = false)
    {
        var date = instant.Day;
        return new PartialDate(date.Year, month ? date.Month : null, month && day ? date.Day : null);
    }

    private static string Number(int number, string format) => number.ToString(format, CultureInfo.InvariantCulture);
}
