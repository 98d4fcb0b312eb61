using Timeline.Domain.Time;
using Timeline.Service.Views;

namespace Timeline.Service.Features;

/// <summary>
/// Plays a replay's frames, in constant memory. As fast as it goes, that is one query; at a pace, one for each frame, so that no connection and no
/// snapshot of the database is held while nothing happens: the basis is fixed, so all of them see the same.
/// </summary>
internal sealed class ReplayPlayer(ReplayView view, Replay replay, ReplayPace pace, TimeSpan heartbeat)
{
    /// <param name="after">Play what changed after this knowledge time.</param>
    public async Task PlayAsync(Instant after, ReplayFrames frames, CancellationToken cancellation)
    {
        if (pace.IsAsFastAsItGoes)
        {
            await PlayAsync(after, replay.To, frames, cancellation);
            return;
        }
        while (await NextAsync(after, frames, cancellation) is { } at)
        {
            await StayAliveAsync(Task.Delay(pace.Next(after, at), cancellation), frames, cancellation);
            await PlayAsync(after, at, frames, cancellation);
            after = at;
        }
    }

    private async Task PlayAsync(Instant after, Instant upTo, ReplayFrames frames, CancellationToken cancellation)
    {
        await using var changes = view.ChangesAsync(after, upTo, replay.Basis, replay.Filter, cancellation).GetAsyncEnumerator(cancellation);
        var next = changes.MoveNextAsync().AsTask();
        await StayAliveAsync(next, frames, cancellation);
        for (var isThere = await next; isThere; isThere = await changes.MoveNextAsync())
            await frames.AddAsync(changes.Current, cancellation);
        await frames.EndFrameAsync(cancellation);
        await frames.FlushAsync(cancellation);
    }

    private async Task<Instant?> NextAsync(Instant after, ReplayFrames frames, CancellationToken cancellation)
    {
        var next = view.NextAsync(after, replay.To, replay.Basis, replay.Filter, cancellation);
        await StayAliveAsync(next, frames, cancellation);
        return await next;
    }

    /// <summary>Waits for a task between two frames, with a heartbeat now and then.</summary>
    private async Task StayAliveAsync(Task task, ReplayFrames frames, CancellationToken cancellation)
    {
        try
        {
            while (!task.IsCompleted && !cancellation.IsCancellationRequested)
            {
                using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
                var isDone = await Task.WhenAny(task, Task.Delay(heartbeat, enough.Token)) == task;
                await enough.CancelAsync();
                if (!isDone && !cancellation.IsCancellationRequested)
                    await frames.HeartbeatAsync(cancellation);
            }
        }
        finally
        {
            // Nothing may be disposed that it still works on.
            await task;
        }
    }
}
