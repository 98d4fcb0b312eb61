using System.Runtime.CompilerServices;
using Timeline.Service.Views;

namespace Timeline.Service.Live;

/// <summary>One reader's way along the log, at its own pace. It holds no more than a handful of steps at a time, and no connection while it writes.</summary>
internal sealed class LiveReader(LiveFollower follower, LiveView view, LiveFilter filter, LiveOutput output, TimeSpan heartbeat)
{
    /// <summary>What is taken at a time; a stalled reader keeps it from being freed.</summary>
    private const int MostBytes = 256 * 1024;

    private readonly LiveFrames _frames = new(output);
    private readonly LivePages _pages = new(view.PageAsync, MostBytes);

    /// <summary>Sends what comes after a position, until it is cancelled.</summary>
    public async Task RunAsync(long position, CancellationToken stop)
    {
        await _frames.BeginAsync(position, stop);
        while (true)
        {
            stop.ThrowIfCancellationRequested();
            var more = follower.More;
            var steps = follower.Ring.TakeAfter(position, MostBytes) ?? await _pages.AfterAsync(position, stop);
            foreach (var step in steps)
            {
                await WriteAsync(step, stop);
                position = step.Position;
            }
            await output.FlushAsync(stop);
            if (output.Silence >= heartbeat)
                await _frames.HeartbeatAsync(position, stop);
            else if (steps.Count == 0)
                await more.WaitAsync(heartbeat - output.Silence, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private ValueTask WriteAsync(LiveStep step, CancellationToken cancellation)
    {
        if (step.Actor is { } named)
            return filter.Pass(named) is { } change ? WriteAsync(step, change, cancellation) : ValueTask.CompletedTask;
        var isBefore = step.Before is { } before && filter.Matcher.Passes(before.Row);
        var isAfter = step.After is { } after && filter.Matcher.Passes(after.Row);
        return (isBefore, isAfter) switch
        {
            (false, true) => _frames.WriteAsync(step.Learned, cancellation),
            (true, true) => _frames.WriteAsync(step.Revised, cancellation),
            (true, false) => _frames.WriteAsync(step.Withdrawn, cancellation),
            _ => ValueTask.CompletedTask,
        };
    }

    private ValueTask WriteAsync(LiveStep step, FilterChange change, CancellationToken cancellation) => _frames.WriteAsync(
        step,
        FoundByNameAsync(step.Position, change.Actors, change.After, change.Before, cancellation),
        FoundByNameAsync(step.Position, change.Actors, change.Before, change.After, cancellation),
        cancellation);

    private async IAsyncEnumerable<byte[]> FoundByNameAsync(
        long position, IReadOnlyCollection<string> actors, TimelineFilter passes, TimelineFilter fails, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var after = "";
        while (true)
        {
            var page = await view.FoundByNameAsync(position, actors, passes, fails, after, MostBytes, cancellation);
            if (page.Count == 0)
                yield break;
            foreach (var (development, json) in page)
            {
                yield return json;
                after = development;
            }
        }
    }
}
