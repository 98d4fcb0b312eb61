using Npgsql;
using Timeline.Domain.Knowledge;
using Timeline.Domain.Time;
using Timeline.Service.Database;

namespace Timeline.Service.Views;

/// <summary>What some events change in the timeline view, collected so that it is written in a few statements.</summary>
internal sealed class TimelineWrites(TimelineProjector projector)
{
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

    public void AddTo(NpgsqlBatch batch, ViewSet set)
    {
        if (_closed.Count > 0)
        {
            batch.Add(
                set,
                "Views/close_segments.sql",
                Sql.TextArray(_closed.Select(row => row.Development)), Sql.Instants(_closed.Select(row => row.KnownFrom)), Sql.Longs(_closed.Select(row => row.Position)));
        }
        if (_opened.Count == 0)
            return;
        batch.Add(set, "Views/open_segments.sql", SegmentRow.Parameters(_opened));
        batch.Add(set, "Views/open_segment_actors.sql", SegmentRow.ActorParameters(_opened));
    }
}
