using Timeline.Domain.Time;
using Timeline.Service.Database;

namespace Timeline.Service.Views;

/// <summary>A row of <c>timeline.segments</c>; <c>segment_actors</c> has one for each of its actors.</summary>
internal sealed record SegmentRow
{
    /// <summary>Where an open or unknown start sorts: the year 1 BC, before every date of the calendar and finite.</summary>
    public static readonly Instant OpenStart = Instant.FirstDay.PlusMicroseconds(-366 * Instant.MicrosecondsPerDay);

    public static readonly Rows<SegmentRow> Columns = new(
        "Views/open_segments.sql",
        Column.Text<SegmentRow>(row => row.Development),
        Column.Time<SegmentRow>(row => row.KnownFrom),
        Column.Time<SegmentRow>(row => row.KnownTo),
        Column.Long<SegmentRow>(row => row.RecordedFrom),
        Column.Long<SegmentRow>(row => row.RecordedTo),
        Column.Time<SegmentRow>(row => row.OccurredFrom),
        Column.Time<SegmentRow>(row => row.OccurredTo),
        Column.Time<SegmentRow>(row => row.OccurredLatestStart),
        Column.Time<SegmentRow>(row => row.OccurredEarliestEnd),
        Column.Text<SegmentRow>(row => row.Actor),
        Column.Text<SegmentRow>(row => row.Kind),
        Column.Text<SegmentRow>(row => row.Status),
        Column.Text<SegmentRow>(row => row.Words),
        Column.Utf8<SegmentRow>(row => row.Entry),
        Column.Texts<SegmentRow>(row => row.Actors),
        Column.Texts<SegmentRow>(row => row.Tags),
        Column.Texts<SegmentRow>(row => row.Publishers),
        Column.Texts<SegmentRow>(row => row.Measures),
        Column.Doubles<SegmentRow>(row => row.Latitudes),
        Column.Doubles<SegmentRow>(row => row.Longitudes));

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
}
