using System.Diagnostics;
using Timeline.Domain.Time;

namespace Timeline.Service.Features;

/// <summary>How fast known time goes by: a day takes 1/speed seconds; a long silence is cut short.</summary>
/// <param name="daysASecond">0 for as fast as it goes.</param>
internal sealed class ReplayPace(decimal daysASecond)
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(10);

    private readonly long _started = Stopwatch.GetTimestamp();
    private TimeSpan _due;

    public bool IsAsFastAsItGoes => daysASecond == 0;

    /// <summary>How long that part of known time lasts: no longer than 10 seconds, or than a day does where the speed makes that longer.</summary>
    public TimeSpan Between(Instant from, Instant to)
    {
        if (IsAsFastAsItGoes)
            return TimeSpan.Zero;
        var days = (double)(to.Microseconds - from.Microseconds) / Instant.MicrosecondsPerDay;
        var aDay = 1 / (double)daysASecond;
        return TimeSpan.FromSeconds(Math.Min(days * aDay, Math.Max(aDay, Silence.TotalSeconds)));
    }

    /// <summary>How long to wait until known time gets from one instant to the next. What writing took is made up for; what a slow reader took is not.</summary>
    public TimeSpan Next(Instant from, Instant to)
    {
        var elapsed = Stopwatch.GetElapsedTime(_started);
        var step = Between(from, to);
        _due = _due + step > elapsed ? _due + step : elapsed;
        return _due - elapsed;
    }
}
