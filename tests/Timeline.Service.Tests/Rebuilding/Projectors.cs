using Timeline.Domain.Developments;
using Timeline.Domain.Knowledge;
using Timeline.Service.Views;

namespace Timeline.Service.Tests.Rebuilding;

/// <summary>Holds the fold up at a row until the test says so; right, unless it is told to spell a development wrong.</summary>
internal sealed class PausingProjector(int pauseAt, string? misspelled = null) : TimelineProjector
{
    private readonly TaskCompletionSource _paused = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _goOn = new();
    private int _rows;

    /// <summary>Completes when it waits.</summary>
    public Task Paused => _paused.Task;

    public void GoOn() => _goOn.SetResult();

    public override SegmentRow Row(KnownState state, long recordedFrom)
    {
        if (Interlocked.Increment(ref _rows) == pauseAt)
        {
            _paused.SetResult();
            _goOn.Task.Wait(TimeSpan.FromMinutes(1));
        }
        var row = base.Row(state, recordedFrom);
        return row.Development == misspelled ? row with { Words = row.Words + "typo " } : row;
    }
}

/// <summary>A projector with a bug: it overlooks disputes.</summary>
internal sealed class TrustingProjector : TimelineProjector
{
    public override SegmentChange Change(DevelopmentHistory before, DevelopmentHistory after) =>
        after.Events[^1].Event is DevelopmentDisputed ? new SegmentChange(after.Id, after.Events[^1].Position, [], []) : base.Change(before, after);
}

/// <summary>Another version of the view: every entry says which version wrote it.</summary>
/// <param name="gate">Closed, it holds everything up.</param>
internal sealed class SigningProjector(int version, ManualResetEventSlim? gate = null) : TimelineProjector
{
    public override SegmentRow Row(KnownState state, long recordedFrom)
    {
        gate?.Wait(TimeSpan.FromMinutes(1));
        var row = base.Row(state, recordedFrom);
        return row with { Entry = (byte[])[.. row.Entry.Span[..^1], .. System.Text.Encoding.UTF8.GetBytes($",\"tags\":[\"version-{version}\"]}}")] };
    }
}
