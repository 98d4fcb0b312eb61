using System.Buffers;
using System.Text.Json;
using Timeline.Domain.Json;
using Timeline.Domain.Knowledge;
using Timeline.Domain.Time;

namespace Timeline.Service.Views;

/// <summary>From the events of a development to the rows of the timeline view: what one version of it does. Pure.</summary>
internal class TimelineProjector
{
    [ThreadStatic]
    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Writer)? scratch;

    /// <summary>What the newest event of <paramref name="after"/> closes and opens, given the history <paramref name="before"/> it.</summary>
    public virtual SegmentChange Change(DevelopmentHistory before, DevelopmentHistory after) => Segments.Change(before, after);

    /// <summary>The row of a state that begins to hold at a position.</summary>
    public virtual SegmentRow Row(KnownState state, long recordedFrom)
    {
        var entry = state.Entry;
        var places = entry.Places.Count == 0 ? [] : entry.Places.Where(place => place is { Latitude: not null, Longitude: not null }).ToList();
        return new SegmentRow
        {
            Development = entry.Id,
            KnownFrom = state.From,
            KnownTo = state.To,
            RecordedFrom = recordedFrom,
            OccurredFrom = Storable(entry.Occurred.From),
            OccurredTo = Storable(entry.Occurred.To),
            OccurredLatestStart = Storable(entry.Occurred.LatestStart),
            OccurredEarliestEnd = Storable(entry.Occurred.EarliestEnd),
            Actor = entry.Actor,
            Actors = [.. entry.Actors],
            Kind = EntryJson.NameOf(entry.Kind),
            Status = EntryJson.NameOf(entry.Status),
            Tags = entry.Tags,
            Publishers = [.. entry.Publishers],
            Measures = entry.Figures.Count == 0 ? [] : [.. entry.Figures.Select(claim => claim.Figure.Measure).Distinct(StringComparer.Ordinal)],
            Latitudes = places.Count == 0 ? [] : places.ConvertAll(place => (double)place.Latitude!),
            Longitudes = places.Count == 0 ? [] : places.ConvertAll(place => (double)place.Longitude!),
            Words = SearchWords.Of(entry),
            Entry = Json(entry),
        };
    }

    /// <summary>Every row of a development, closed ones too, as the log left them after the last event of its history.</summary>
    public IReadOnlyList<SegmentRow> Rows(DevelopmentHistory history)
    {
        var before = new DevelopmentHistory(history.Id, []);
        // Nothing is closed again of most.
        if (history.Events.Count == 1)
        {
            var change = Change(before, history);
            return [.. change.Opened.Select(state => Row(state, change.Position))];
        }
        var writes = new TimelineWrites(this);
        foreach (var recorded in history.Events)
        {
            var after = before.Append(recorded);
            writes.Apply(Change(before, after));
            before = after;
        }
        return writes.Opened;
    }

    private static byte[] Json(Entry entry)
    {
        // One a thread: a row needs a kilobyte, and a rebuild makes millions of them.
        var (buffer, writer) = scratch ??= Scratch();
        buffer.ResetWrittenCount();
        writer.Reset(buffer);
        EntryJson.Write(writer, entry);
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static (ArrayBufferWriter<byte>, Utf8JsonWriter) Scratch()
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        return (buffer, new Utf8JsonWriter(buffer, TimelineJson.Writer));
    }

    /// <summary>What lies beyond the calendar is only ever compared with what lies in it: its nearest edge does, and fits the database.</summary>
    private static Instant Storable(Instant edge) =>
        edge == Instant.MaxValue ? edge : Instant.Max(SegmentRow.OpenStart, Instant.Min(edge, Instant.EndOfYear9999));
}
