using System.Text;
using System.Text.Json.Serialization;

namespace Timeline.Domain.Time;

/// <summary>
/// A point on the UTC time line, in whole microseconds since 1970-01-01T00:00:00Z (proleptic Gregorian calendar, no leap seconds):
/// the resolution of PostgreSQL's <c>timestamptz</c>, so that a value compares equal after a round trip through the database.
/// <see cref="MinValue"/> and <see cref="MaxValue"/> stand for "before all time" and "after all time".
/// </summary>
[JsonConverter(typeof(InstantJsonConverter))]
public readonly record struct Instant(long Microseconds) : IComparable<Instant>
{
    public const long MicrosecondsPerSecond = 1_000_000;
    public const long MicrosecondsPerDay = 86_400 * MicrosecondsPerSecond;

    /// <summary>How long its written form is at most: microseconds.</summary>
    public const int MaxLength = 27;

    public static readonly Instant MinValue = new(long.MinValue);
    public static readonly Instant MaxValue = new(long.MaxValue);

    /// <summary>0001-01-01T00:00:00Z, inclusive: the first instant of the calendar that <c>occurred</c> and <c>reportedAt</c> accept.</summary>
    public static readonly Instant FirstDay = FromDateTime(DateTime.MinValue);

    /// <summary>10000-01-01T00:00:00Z, exclusive: the end of year 9999, which does not fit a <see cref="DateTime"/>.</summary>
    public static readonly Instant EndOfYear9999 = new(FromDateTime(DateTime.MaxValue.Date).Microseconds + MicrosecondsPerDay);

    public static bool operator <(Instant left, Instant right) => left.Microseconds < right.Microseconds;
    public static bool operator >(Instant left, Instant right) => left.Microseconds > right.Microseconds;
    public static bool operator <=(Instant left, Instant right) => left.Microseconds <= right.Microseconds;
    public static bool operator >=(Instant left, Instant right) => left.Microseconds >= right.Microseconds;

    public static Instant Min(Instant left, Instant right) => left < right ? left : right;
    public static Instant Max(Instant left, Instant right) => left > right ? left : right;

    public int CompareTo(Instant other) => Microseconds.CompareTo(other.Microseconds);

    /// <summary>Takes a UTC time; what is finer than a microsecond is cut off.</summary>
    public static Instant FromDateTime(DateTime utc) => new((utc.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond);

    /// <summary>The start (00:00Z) of a calendar day.</summary>
    public static Instant StartOf(DateOnly day) => FromDateTime(day.ToDateTime(TimeOnly.MinValue));

    /// <summary>The last microsecond of a calendar day, UTC.</summary>
    public static Instant LastOf(DateOnly day) => new(StartOf(day).Microseconds + MicrosecondsPerDay - 1);

    public Instant PlusMicroseconds(long microseconds) => new(Microseconds + microseconds);

    public Instant Plus(TimeSpan duration) => new(Microseconds + (duration.Ticks / TimeSpan.TicksPerMicrosecond));

    /// <summary>Whether this lies in the years 0001–9999, and so has a written form.</summary>
    public bool IsInCalendar => this >= FirstDay && this < EndOfYear9999;

    /// <exception cref="ArgumentOutOfRangeException">Outside the years 0001–9999.</exception>
    public DateTime ToDateTime() => IsInCalendar
        ? DateTime.UnixEpoch.AddTicks(Microseconds * TimeSpan.TicksPerMicrosecond)
        : throw new ArgumentOutOfRangeException(nameof(Microseconds), Microseconds, "outside the years 0001–9999");

    /// <summary>The UTC day that this falls on.</summary>
    public DateOnly Day => DateOnly.FromDateTime(ToDateTime());

    /// <summary>RFC 3339 in UTC with <c>Z</c>; a fraction only where there is one, without trailing zeros. Outside the calendar <c>infinity</c> or <c>-infinity</c>.</summary>
    public override string ToString()
    {
        Span<byte> text = stackalloc byte[MaxLength];
        return Encoding.ASCII.GetString(text[..Format(text)]);
    }

    /// <summary>Writes what <see cref="ToString()"/> gives, in ASCII.</summary>
    /// <param name="text">At least <see cref="MaxLength"/> long.</param>
    /// <returns>How long it is.</returns>
    public int Format(Span<byte> text)
    {
        if (!IsInCalendar)
        {
            var name = this < FirstDay ? "-infinity"u8 : "infinity"u8;
            name.CopyTo(text);
            return name.Length;
        }
        // By hand: a rebuild writes millions of these.
        var time = ToDateTime();
        var (year, month, day) = time;
        Digits(text[..4], year);
        text[4] = text[7] = (byte)'-';
        Digits(text[5..7], month);
        Digits(text[8..10], day);
        text[10] = (byte)'T';
        Digits(text[11..13], time.Hour);
        text[13] = text[16] = (byte)':';
        Digits(text[14..16], time.Minute);
        Digits(text[17..19], time.Second);
        var length = WholeSeconds;
        if (Fraction is var fraction and not 0)
        {
            text[length++] = (byte)'.';
            Digits(text.Slice(length, 6), fraction);
            length += 6;
            while (text[length - 1] == '0')
                length--;
        }
        text[length++] = (byte)'Z';
        return length;
    }

    /// <summary>The length up to the fraction.</summary>
    private const int WholeSeconds = 19;

    private int Fraction => (int)(((Microseconds % MicrosecondsPerSecond) + MicrosecondsPerSecond) % MicrosecondsPerSecond);

    private static void Digits(Span<byte> text, int number)
    {
        for (var i = text.Length - 1; i >= 0; i--, number /= 10)
            text[i] = (byte)('0' + (number % 10));
    }
}
