using System.Buffers;
using System.Text.Json;
using Timeline.Domain.Json;
using Timeline.Domain.Knowledge;
using Timeline.Domain.Time;
using Timeline.Service.Database;

namespace Timeline.Service.Views;

/// <summary>What a group of events changes in the timeline view, collected so that it is written in a few statements.</summary>
internal sealed class TimelineWrites
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
        Column.Text<(string Actor, SegmentRow Row)>(pair => pair.Row.Entry.Id),
        Column.Time<(string Actor, SegmentRow Row)>(pair => pair.Row.State.From),
        Column.Long<(string Actor, SegmentRow Row)>(pair => pair.Row.RecordedFrom));

    private readonly List<SegmentRow> _opened = [];
    private readonly Dictionary<(string Development, Instant KnownFrom), SegmentRow> _openRows = [];
    private readonly List<(string Development, Instant KnownFrom, long Position)> _closed = [];

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
            // A segment that this group opened has no row yet: it is written as closed.
            if (_openRows.Remove((change.Development, knownFrom), out var row))
                row.RecordedTo = change.Position;
            else
                _closed.Add((change.Development, knownFrom, change.Position));
        }
        foreach (var state in change.Opened)
        {
            var row = new SegmentRow(state, change.Position);
            _opened.Add(row);
            _openRows[(change.Development, state.From)] = row;
        }
    }

    public void AddTo(Writes writes)
    {
        Closing.AddTo(writes, _closed);
        SegmentRow.Columns.AddTo(writes, _opened);
        ActorColumns.AddTo(writes, [.. _opened.SelectMany(row => row.Entry.Actors.Select(actor => (actor, row)))]);
    }
}

/// <summary>A row of <c>timeline.segments</c>.</summary>
internal sealed class SegmentRow(KnownState state, long recordedFrom)
{
    /// <summary>Where an open or unknown start sorts: the year 1 BC, before every date of the calendar and finite.</summary>
    public static readonly Instant OpenStart = Instant.FirstDay.PlusMicroseconds(-366 * Instant.MicrosecondsPerDay);

    public static readonly Rows<SegmentRow> Columns = new(
        "Views/open_segments.sql",
        Column.Text<SegmentRow>(row => row.Entry.Id),
        Column.Time<SegmentRow>(row => row.State.From),
        Column.Time<SegmentRow>(row => row.State.To),
        Column.Long<SegmentRow>(row => row.RecordedFrom),
        Column.Long<SegmentRow>(row => row.RecordedTo),
        Column.Time<SegmentRow>(row => row.OccurredFrom),
        Column.Time<SegmentRow>(row => Storable(row.Entry.Occurred.To)),
        Column.Time<SegmentRow>(row => Storable(row.Entry.Occurred.LatestStart)),
        Column.Time<SegmentRow>(row => Storable(row.Entry.Occurred.EarliestEnd)),
        Column.Text<SegmentRow>(row => row.Entry.Actor),
        Column.Text<SegmentRow>(row => EntryJson.NameOf(row.Entry.Kind)),
        Column.Text<SegmentRow>(row => EntryJson.NameOf(row.Entry.Status)),
        Column.Text<SegmentRow>(row => SearchWords.Of(row.Entry)),
        Column.Utf8<SegmentRow>(row => Json(row.Entry)),
        Column.Texts<SegmentRow>(row => row.Entry.Actors),
        Column.Texts<SegmentRow>(row => row.Entry.Tags),
        Column.Texts<SegmentRow>(row => row.Entry.Publishers),
        Column.Texts<SegmentRow>(row => row.Entry.Figures.Select(claim => claim.Figure.Measure).Distinct()),
        Column.Doubles<SegmentRow>(row => row.Entry.Places.Where(place => place.Latitude is not null).Select(place => (double)place.Latitude!)),
        Column.Doubles<SegmentRow>(row => row.Entry.Places.Where(place => place.Longitude is not null).Select(place => (double)place.Longitude!)));

    public KnownState State { get; } = state;
    public Entry Entry => State.Entry;
    public long RecordedFrom { get; } = recordedFrom;
    public long RecordedTo { get; set; } = Sql.Open;
    public Instant OccurredFrom => Storable(Entry.Occurred.From);

    /// <summary>What lies beyond the calendar is only ever compared with what lies in it: its nearest edge does, and fits the database.</summary>
    private static Instant Storable(Instant edge) =>
        edge == Instant.MaxValue ? edge : Instant.Max(OpenStart, Instant.Min(edge, Instant.EndOfYear9999));

    private static byte[] Json(Entry entry)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer, TimelineJson.Writer))
            EntryJson.Write(json, entry);
        return buffer.WrittenSpan.ToArray();
    }
}
