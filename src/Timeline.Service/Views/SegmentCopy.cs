using Npgsql;
using Timeline.Service.Database;

namespace Timeline.Service.Views;

/// <summary>
/// Writes many rows of the timeline view at once, by binary COPY: into tables that nobody reads yet, or under the ordering lock beside the events. Rows
/// are encoded as they are added, on any thread; then sent on a connection, in its transaction.
/// </summary>
internal sealed class SegmentCopy : IDisposable
{
    private const int SegmentColumns = 20;
    private const int ActorColumns = 5;

    private const string Segments =
        "copy timeline.segments (development, known_from, known_to, recorded_from, recorded_to, occurred_from, occurred_to, occurred_latest_start, "
        + "occurred_earliest_end, actor, actors, kind, status, tags, publishers, measures, latitudes, longitudes, words, entry) from stdin (format binary)";

    private const string SegmentActors = "copy timeline.segment_actors (actor, occurred_from, development, known_from, recorded_from) from stdin (format binary)";

    private readonly CopyBuffer _segments = new();
    private readonly CopyBuffer _actors = new();

    /// <summary>How many segments were added.</summary>
    public int Rows => _segments.Rows;

    public void Clear()
    {
        _segments.Clear();
        _actors.Clear();
    }

    public void Dispose()
    {
        _segments.Dispose();
        _actors.Dispose();
    }

    public void Add(IEnumerable<SegmentRow> rows)
    {
        foreach (var row in rows)
            Add(row);
    }

    public void Add(SegmentRow row)
    {
        _segments.BeginRow(SegmentColumns);
        _segments.Write(row.Development);
        _segments.Write(row.KnownFrom);
        _segments.Write(row.KnownTo);
        _segments.Write(row.RecordedFrom);
        _segments.Write(row.RecordedTo);
        _segments.Write(row.OccurredFrom);
        _segments.Write(row.OccurredTo);
        _segments.Write(row.OccurredLatestStart);
        _segments.Write(row.OccurredEarliestEnd);
        _segments.Write(row.Actor);
        _segments.Write(row.Actors);
        _segments.Write(row.Kind);
        _segments.Write(row.Status);
        _segments.Write(row.Tags);
        _segments.Write(row.Publishers);
        _segments.Write(row.Measures);
        _segments.Write(row.Latitudes);
        _segments.Write(row.Longitudes);
        _segments.Write(row.Words);
        _segments.Write(row.Entry.Span);
        foreach (var actor in row.Actors)
        {
            _actors.BeginRow(ActorColumns);
            _actors.Write(actor);
            _actors.Write(row.OccurredFrom);
            _actors.Write(row.Development);
            _actors.Write(row.KnownFrom);
            _actors.Write(row.RecordedFrom);
        }
    }

    /// <summary>Sends what was added to some, into the tables of a set.</summary>
    public static async Task SendAsync(NpgsqlConnection connection, ViewSet set, IReadOnlyList<SegmentCopy> parts, CancellationToken cancellation)
    {
        await CopyBuffer.SendAsync(connection, set.In(Segments), [.. parts.Select(part => part._segments)], cancellation);
        await CopyBuffer.SendAsync(connection, set.In(SegmentActors), [.. parts.Select(part => part._actors)], cancellation);
    }
}
