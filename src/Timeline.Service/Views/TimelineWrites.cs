using Timeline.Domain.Knowledge;
using Timeline.Domain.Time;
using Timeline.Service.Database;

namespace Timeline.Service.Views;

/// <summary>What some events change in the timeline view, collected so that it is written in a few statements.</summary>
internal sealed class TimelineWrites(TimelineProjector projector)
{
    private static readonly Rows<(string Development, Instant KnownFrom, long Position)> Closing = new(
        "Views/close_segments.sql",
        Column.Text<(string Development, Instant KnownFrom, long Position)>(row => row.Development),
        Column.Time<(string Development, Instant KnownFrom, long Position)>(row => row.KnownFrom),
        Column.Long<(string Development, Instant KnownFrom, long Position)>(row => row.Position));

    private static readonly Rows<(string Actor, SegmentRow Row)> ActorColumns = new(
        "Views/open_segment_actors.sql",
        Column.Text<(string Actor, SegmentRow Row)>(pair => pair.Actor),
        Column.Time<(string Actor, SegmentRow Row)>(pair => pair.Row.OccurredFrom),
        Column.Text<(string Actor, SegmentRow Row)>(pair => pair.Row.Development),
        Column.Time<(string Actor, SegmentRow Row)>(pair => pair.Row.KnownFrom),
        Column.Long<(string Actor, SegmentRow Row)>(pair => pair.Row.RecordedFrom));

    private readonly List<SegmentRow> _opened = [];
    private readonly Dictionary<(string Development, Instant KnownFrom), SegmentRow> _openRows = [];
    private readonly List<(string Development, Instant KnownFrom, long Position)> _closed = [];

    /// <summary>The rows that are new, some of them closed again by a later event.</summary>
    public IReadOnlyList<SegmentRow> Opened => _opened;

    /// <summary>The actors that a change touches: whose segments close or open.</summary>
    public static IEnumerable<string> Touched(DevelopmentHistory before, SegmentChange change)
    {
        var closed = change.Closed.Count == 0 ? [] : Fold.StatesFrom(before, change.Closed[0]);
        return closed.Concat(change.Opened).SelectMany(state => state.Entry.Actors).Distinct(StringComparer.Ordinal);
    }

    public void Apply(SegmentChange change)
    {
        foreach (var knownFrom in change.Closed)
        {
            // A segment that was opened just before has no row yet: it is written as closed.
            if (_openRows.Remove((change.Development, knownFrom), out var row))
                row.RecordedTo = change.Position;
            else
                _closed.Add((change.Development, knownFrom, change.Position));
        }
        foreach (var state in change.Opened)
        {
            var row = projector.Row(state, change.Position);
            _opened.Add(row);
            _openRows[(change.Development, state.From)] = row;
        }
    }

    public void AddTo(Writes writes, ViewSet set)
    {
        Closing.AddTo(writes, set, _closed);
        SegmentRow.Columns.AddTo(writes, set, _opened);
        ActorColumns.AddTo(writes, set, [.. _opened.SelectMany(row => row.Actors.Select(actor => (actor, row)))]);
    }
}
