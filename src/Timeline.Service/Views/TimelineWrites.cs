using System.Buffers;
using System.Text;
using System.Text.Json;
using Npgsql;
using Timeline.Domain.Json;
using Timeline.Domain.Knowledge;
using Timeline.Domain.Time;
using Timeline.Service.Database;

namespace Timeline.Service.Views;

/// <summary>What a group of events changes in the timeline view, collected so that it is written in a few statements.</summary>
internal sealed class TimelineWrites
{
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

    public void AddTo(NpgsqlBatch batch)
    {
        if (_closed.Count > 0)
        {
            batch.Add(
                "Views/close_segments.sql",
                Sql.TextArray(_closed.Select(row => row.Development)), Sql.Instants(_closed.Select(row => row.KnownFrom)), Sql.Longs(_closed.Select(row => row.Position)));
        }
        if (_opened.Count == 0)
            return;
        batch.Add("Views/open_segments.sql", [.. SegmentRow.Parameters(_opened)]);
        var actors = _opened.SelectMany(row => row.Entry.Actors.Select(actor => (Actor: actor, Row: row))).ToList();
        batch.Add(
            "Views/open_segment_actors.sql",
            Sql.TextArray(actors.Select(pair => pair.Actor)),
            Sql.Instants(actors.Select(pair => pair.Row.OccurredFrom)),
            Sql.TextArray(actors.Select(pair => pair.Row.Entry.Id)),
            Sql.Instants(actors.Select(pair => pair.Row.State.From)),
            Sql.Longs(actors.Select(pair => pair.Row.RecordedFrom)));
    }
}

/// <summary>A row of <c>timeline.segments</c>.</summary>
internal sealed class SegmentRow(KnownState state, long recordedFrom)
{
    /// <summary>Where an open or unknown start sorts: the year 1 BC, before every date of the calendar and finite.</summary>
    public static readonly Instant OpenStart = Instant.FirstDay.PlusMicroseconds(-366 * Instant.MicrosecondsPerDay);

    public KnownState State { get; } = state;
    public Entry Entry => State.Entry;
    public long RecordedFrom { get; } = recordedFrom;
    public long RecordedTo { get; set; } = Sql.Open;
    public Instant OccurredFrom => Storable(Entry.Occurred.From);

    public static IEnumerable<NpgsqlParameter> Parameters(IReadOnlyList<SegmentRow> rows) =>
    [
        Sql.TextArray(rows.Select(row => row.Entry.Id)),
        Sql.Instants(rows.Select(row => row.State.From)),
        Sql.Instants(rows.Select(row => row.State.To)),
        Sql.Longs(rows.Select(row => row.RecordedFrom)),
        Sql.Longs(rows.Select(row => row.RecordedTo)),
        Sql.Instants(rows.Select(row => row.OccurredFrom)),
        Sql.Instants(rows.Select(row => Storable(row.Entry.Occurred.To))),
        Sql.Instants(rows.Select(row => Storable(row.Entry.Occurred.LatestStart))),
        Sql.Instants(rows.Select(row => Storable(row.Entry.Occurred.EarliestEnd))),
        Sql.TextArray(rows.Select(row => row.Entry.Actor)),
        Sql.TextArray(rows.Select(row => EntryJson.NameOf(row.Entry.Kind))),
        Sql.TextArray(rows.Select(row => EntryJson.NameOf(row.Entry.Status))),
        Sql.TextArray(rows.Select(row => SearchWords.Of(row.Entry))),
        Sql.TextArray(rows.Select(row => Json(row.Entry))),
        Sql.TextArray(rows.Select(row => Sql.ArrayLiteral(row.Entry.Actors))),
        Sql.TextArray(rows.Select(row => Sql.ArrayLiteral(row.Entry.Tags))),
        Sql.TextArray(rows.Select(row => Sql.ArrayLiteral(row.Entry.Publishers))),
        Sql.TextArray(rows.Select(row => Sql.ArrayLiteral(row.Entry.Figures.Select(claim => claim.Figure.Measure).Distinct()))),
        Sql.TextArray(rows.Select(row => Sql.ArrayLiteral(row.Entry.Places.Where(place => place.Latitude is not null).Select(place => (double)place.Latitude!)))),
        Sql.TextArray(rows.Select(row => Sql.ArrayLiteral(row.Entry.Places.Where(place => place.Longitude is not null).Select(place => (double)place.Longitude!)))),
    ];

    /// <summary>What lies beyond the calendar is only ever compared with what lies in it: its nearest edge does, and fits the database.</summary>
    private static Instant Storable(Instant edge) =>
        edge == Instant.MaxValue ? edge : Instant.Max(OpenStart, Instant.Min(edge, Instant.EndOfYear9999));

    private static string Json(Entry entry)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer, TimelineJson.Writer))
            EntryJson.Write(json, entry);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
