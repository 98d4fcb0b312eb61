using Timeline.Domain.Actors;
using Timeline.Domain.Developments;
using Timeline.Domain.Knowledge;
using Timeline.Domain.Time;
using Timeline.Service.Views;

namespace Timeline.Service.Rebuilding;

/// <summary>An event of our types that cannot be read.</summary>
internal sealed record UnreadableEvent(long Position, string Type, string Reason);

/// <summary>An actor's event with its place.</summary>
internal sealed record RecordedActorEvent(long Position, ActorEvent Event);

/// <summary>What is kept of an event of the log that was read: a report is a kilobyte or two, and all of it that is wanted later are these.</summary>
/// <param name="Development">Null for an actor's event.</param>
/// <param name="ReportedAt">Null for an event that has no time of its own.</param>
internal readonly record struct ReadEvent(string? Development, Instant? ReportedAt, ActorEvent? OfActor)
{
    /// <summary>Whether it is one of ours and could be read.</summary>
    public bool IsRead => Development is not null || OfActor is not null;

    public static ReadEvent Of(object? @event) => @event switch
    {
        DatedEvent dated => new ReadEvent(dated.Development, dated.ReportedAt, null),
        DevelopmentEvent undated => new ReadEvent(undated.Development, null, null),
        ActorEvent actor => new ReadEvent(null, null, actor),
        _ => default,
    };
}

/// <summary>
/// A page of the log, read and folded as far as that goes without the rest of the log: reports become rows as if nothing followed them, which is right
/// for most. The developments of several events are folded anew later, when all of their events are known.
/// </summary>
internal sealed class FoldedPage
{
    private readonly ReadEvent[] _events;

    private FoldedPage(LogPage page)
    {
        Page = page;
        _events = new ReadEvent[page.Events.Count];
    }

    public LogPage Page { get; }

    /// <summary>The rows of reports, encoded.</summary>
    public IReadOnlyList<SegmentCopy> Rows { get; private set; } = [];

    public List<UnreadableEvent> Unreadable { get; } = [];

    /// <summary>How many events are ours and could be read.</summary>
    public int Count => _events.Count(@event => @event.IsRead);

    public int Reports { get; private set; }

    public IEnumerable<RecordedActorEvent> ActorEvents
    {
        get
        {
            for (var i = 0; i < _events.Length; i++)
            {
                if (_events[i].OfActor is { } @event)
                    yield return new RecordedActorEvent(Page.Events[i].Position, @event);
            }
        }
    }

    /// <summary>Every event of the page with what was read of it.</summary>
    public IEnumerable<(LoggedEvent Logged, ReadEvent Read)> All => Page.Events.Select((logged, i) => (logged, _events[i]));

    /// <summary>The developments that the page has events of.</summary>
    public IEnumerable<string> Developments => _events.Select(@event => @event.Development).OfType<string>().Distinct(StringComparer.Ordinal);

    /// <param name="buffers">To encode into, one a thread; none where no rows are wanted.</param>
    /// <param name="several">Events of developments that are known to have several, of which no rows are made.</param>
    public static FoldedPage Of(LogPage page, ViewVersion version, IReadOnlyList<SegmentCopy> buffers, PositionSet several)
    {
        var folded = new FoldedPage(page) { Rows = buffers };
        var parts = Math.Max(1, buffers.Count);
        var (faults, reports) = (new string?[page.Events.Count], new int[parts]);
        InParts(page.Events.Count, parts, (part, from, to) =>
        {
            for (var i = from; i < to; i++)
            {
                var logged = page.Events[i];
                var read = version.Events.Read(logged.Type, logged.Data.Span);
                faults[i] = read.Fault;
                folded._events[i] = ReadEvent.Of(read.Event);
                // Where the index takes it for another development's, only the look at the end tells.
                if (buffers.Count == 0 || read.Event is not DevelopmentReported report || (several.Contains(logged.Position) && logged.Development == report.Development))
                    continue;
                reports[part]++;
                buffers[part].Add(version.Timeline.Rows(new DevelopmentHistory(report.Development, [new Recorded(logged.Position, logged.RecordedAt, report)])));
            }
        });
        for (var i = 0; i < faults.Length; i++)
        {
            if (faults[i] is { } fault)
                folded.Unreadable.Add(new UnreadableEvent(page.Events[i].Position, page.Events[i].Type, fault));
        }
        folded.Reports = reports.Sum();
        return folded;
    }

    private static void InParts(int count, int parts, Action<int, int, int> work)
    {
        if (parts == 1)
            work(0, 0, count);
        else
            Parallel.For(0, parts, part => work(part, (int)((long)count * part / parts), (int)((long)count * (part + 1) / parts)));
    }
}
