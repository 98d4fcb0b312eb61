using Timeline.Domain.Actors;
using Timeline.Domain.Developments;
using Timeline.Domain.Knowledge;
using Timeline.Service.Views;

namespace Timeline.Service.Rebuilding;

/// <summary>An event of our types that cannot be read.</summary>
internal sealed record UnreadableEvent(long Position, string Type, string Reason);

/// <summary>An actor's event with its place.</summary>
internal sealed record RecordedActorEvent(long Position, ActorEvent Event);

/// <summary>
/// A page of the log, read and folded as far as that goes without the rest of the log: reports become rows as if nothing followed them, which is right
/// for most. The developments of several events are folded anew later, when all of their events are known.
/// </summary>
internal sealed class FoldedPage
{
    private readonly object?[] _events;

    private FoldedPage(LogPage page)
    {
        Page = page;
        _events = new object?[page.Events.Count];
    }

    public LogPage Page { get; }

    /// <summary>The rows of reports, encoded.</summary>
    public IReadOnlyList<SegmentCopy> Rows { get; private set; } = [];

    public List<UnreadableEvent> Unreadable { get; } = [];

    /// <summary>How many events are ours and could be read.</summary>
    public int Count => _events.Count(@event => @event is not null);

    public int Reports { get; private set; }

    public IEnumerable<RecordedActorEvent> ActorEvents
    {
        get
        {
            for (var i = 0; i < _events.Length; i++)
            {
                if (_events[i] is ActorEvent @event)
                    yield return new RecordedActorEvent(Page.Events[i].Position, @event);
            }
        }
    }

    /// <summary>Every event of the page with what was read of it; null for one that is not ours, or cannot be read.</summary>
    public IEnumerable<(LoggedEvent Logged, object? Event)> All => Page.Events.Select((logged, i) => (logged, _events[i]));

    /// <summary>The developments that the page has events of.</summary>
    public IEnumerable<string> Developments => _events.OfType<DevelopmentEvent>().Select(@event => @event.Development).Distinct(StringComparer.Ordinal);

    /// <param name="buffers">To encode into, one a thread; none where no rows are wanted.</param>
    /// <param name="several">Events of developments that are known to have several, of which no rows are made.</param>
    public static FoldedPage Of(LogPage page, ViewVersion version, IReadOnlyList<SegmentCopy> buffers, PositionSet several)
    {
        var folded = new FoldedPage(page);
        var parts = Math.Max(1, buffers.Count);
        var faults = new string?[page.Events.Count];
        InParts(page.Events.Count, parts, (_, from, to) =>
        {
            for (var i = from; i < to; i++)
            {
                var read = version.Events.Read(page.Events[i].Type, page.Events[i].Data.Span);
                (folded._events[i], faults[i]) = (read.Event, read.Fault);
            }
        });
        for (var i = 0; i < faults.Length; i++)
        {
            if (faults[i] is { } fault)
                folded.Unreadable.Add(new UnreadableEvent(page.Events[i].Position, page.Events[i].Type, fault));
        }
        if (buffers.Count == 0)
            return folded;

        var followed = Followed(folded._events);
        var reports = new int[parts];
        InParts(page.Events.Count, parts, (part, from, to) =>
        {
            for (var i = from; i < to; i++)
            {
                if (folded._events[i] is not DevelopmentReported report || followed.Contains(report.Development))
                    continue;
                // Where the index takes it for another development's, only the look at the end tells.
                if (several.Contains(page.Events[i].Position) && page.Events[i].Development == report.Development)
                    continue;
                reports[part]++;
                buffers[part].Add(version.Timeline.Rows(new DevelopmentHistory(report.Development, [new Recorded(page.Events[i].Position, page.Events[i].RecordedAt, report)])));
            }
        });
        folded.Rows = buffers;
        folded.Reports = reports.Sum();
        return folded;
    }

    /// <summary>The developments that the page has several events of.</summary>
    private static HashSet<string> Followed(object?[] events)
    {
        var (seen, followed) = (new HashSet<string>(events.Length, StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        foreach (var @event in events)
        {
            if (@event is DevelopmentEvent development && !seen.Add(development.Development))
                followed.Add(development.Development);
        }
        return followed;
    }

    private static void InParts(int count, int parts, Action<int, int, int> work)
    {
        if (parts == 1)
            work(0, 0, count);
        else
            Parallel.For(0, parts, part => work(part, (int)((long)count * part / parts), (int)((long)count * (part + 1) / parts)));
    }
}
