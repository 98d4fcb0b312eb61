using System.Text;
using Npgsql;
using Timeline.Domain.Time;
using Timeline.Service.Database;

namespace Timeline.Service.Views;

/// <summary>A row of <c>timeline.segments</c>; <c>segment_actors</c> has one for each of its actors.</summary>
internal sealed record SegmentRow
{
    /// <summary>Where an open or unknown start sorts: the year 1 BC, before every date of the calendar and finite.</summary>
    public static readonly Instant OpenStart = Instant.FirstDay.PlusMicroseconds(-366 * Instant.MicrosecondsPerDay);

    public required string Development { get; init; }
    public required Instant KnownFrom { get; init; }
    public required Instant KnownTo { get; init; }
    public required long RecordedFrom { get; init; }

    /// <summary>The one thing of a row that ever changes, once.</summary>
    public long RecordedTo { get; set; } = Sql.Open;
    public required Instant OccurredFrom { get; init; }
    public required Instant OccurredTo { get; init; }
    public required Instant OccurredLatestStart { get; init; }
    public required Instant OccurredEarliestEnd { get; init; }
    public required string Actor { get; init; }

    /// <summary>Subject and participants, each once.</summary>
    public required IReadOnlyList<string> Actors { get; init; }
    public required string Kind { get; init; }
    public required string Status { get; init; }
    public required IReadOnlyList<string> Tags { get; init; }
    public required IReadOnlyList<string> Publishers { get; init; }
    public required IReadOnlyList<string> Measures { get; init; }
    public required IReadOnlyList<double> Latitudes { get; init; }
    public required IReadOnlyList<double> Longitudes { get; init; }
    public required string Words { get; init; }

    /// <summary>The entry's JSON, UTF-8.</summary>
    public required ReadOnlyMemory<byte> Entry { get; init; }

    /// <summary>The parameters of <c>open_segments.sql</c>.</summary>
    public static NpgsqlParameter[] Parameters(IReadOnlyList<SegmentRow> rows) =>
    [
        Sql.TextArray(rows.Select(row => row.Development)),
        Sql.Instants(rows.Select(row => row.KnownFrom)),
        Sql.Instants(rows.Select(row => row.KnownTo)),
        Sql.Longs(rows.Select(row => row.RecordedFrom)),
        Sql.Longs(rows.Select(row => row.RecordedTo)),
        Sql.Instants(rows.Select(row => row.OccurredFrom)),
        Sql.Instants(rows.Select(row => row.OccurredTo)),
        Sql.Instants(rows.Select(row => row.OccurredLatestStart)),
        Sql.Instants(rows.Select(row => row.OccurredEarliestEnd)),
        Sql.TextArray(rows.Select(row => row.Actor)),
        Sql.TextArray(rows.Select(row => row.Kind)),
        Sql.TextArray(rows.Select(row => row.Status)),
        Sql.TextArray(rows.Select(row => row.Words)),
        Sql.TextArray(rows.Select(row => Encoding.UTF8.GetString(row.Entry.Span))),
        Sql.TextArray(rows.Select(row => Sql.ArrayLiteral(row.Actors))),
        Sql.TextArray(rows.Select(row => Sql.ArrayLiteral(row.Tags))),
        Sql.TextArray(rows.Select(row => Sql.ArrayLiteral(row.Publishers))),
        Sql.TextArray(rows.Select(row => Sql.ArrayLiteral(row.Measures))),
        Sql.TextArray(rows.Select(row => Sql.ArrayLiteral(row.Latitudes))),
        Sql.TextArray(rows.Select(row => Sql.ArrayLiteral(row.Longitudes))),
    ];

    /// <summary>The parameters of <c>open_segment_actors.sql</c>.</summary>
    public static NpgsqlParameter[] ActorParameters(IReadOnlyList<SegmentRow> rows)
    {
        var pairs = rows.SelectMany(row => row.Actors.Select(actor => (Actor: actor, Row: row))).ToList();
        return
        [
            Sql.TextArray(pairs.Select(pair => pair.Actor)),
            Sql.Instants(pairs.Select(pair => pair.Row.OccurredFrom)),
            Sql.TextArray(pairs.Select(pair => pair.Row.Development)),
            Sql.Instants(pairs.Select(pair => pair.Row.KnownFrom)),
            Sql.Longs(pairs.Select(pair => pair.Row.RecordedFrom)),
        ];
    }
}
