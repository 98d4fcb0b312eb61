using System.Collections.Concurrent;

namespace Timeline.Service.Rebuilding;

/// <summary>
/// How much of the machine an operation takes. It goes as fast as it can while nobody else is at work, and rests after each step the longer the more
/// sessions are, so that readers keep their answers' times.
/// </summary>
/// <param name="restPerSession">The rest for each session that is at work, as a multiple of the step before it.</param>
internal sealed class Pace(double restPerSession)
{
    /// <summary>However many are at work, it gets somewhere.</summary>
    private const double LongestRest = 4;

    private readonly ConcurrentDictionary<int, bool> _own = new();

    /// <summary>As fast as it goes.</summary>
    public static Pace Unhindered => new(0);

    /// <summary>Sessions that belong to the operation.</summary>
    public ICollection<int> Own => _own.Keys;

    public void AddOwn(int process) => _own.TryAdd(process, true);

    public Task RestAsync(TimeSpan step, int others, CancellationToken cancellation)
    {
        var rest = step * Math.Min(LongestRest, others * restPerSession);
        return rest > TimeSpan.FromMilliseconds(1) ? Task.Delay(rest, cancellation) : Task.CompletedTask;
    }
}
