using System.Buffers;
using System.Text.Json;
using Timeline.Domain.Json;
using Timeline.Domain.Time;
using Timeline.Service.Reading;
using Timeline.Service.Rebuilding;

namespace Timeline.Service.Features;

/// <summary>How the views stand, as JSON.</summary>
internal static class ProjectionJson
{
    public static void Write(
        IBufferWriter<byte> body, LogIdentity log, IReadOnlyList<ProjectionStatus> projections, IReadOnlyList<ServedVersion> versions, IReadOnlyList<Operation> newest)
    {
        using var json = new Utf8JsonWriter(body, TimelineJson.Writer);
        json.WriteStartObject();
        json.WriteString("edition", log.EditionOf(projections[0].Version));
        json.WriteStartArray("projections");
        foreach (var projection in projections)
        {
            json.WriteStartObject();
            json.WriteString("name", projection.Name);
            json.WriteNumber("version", projection.Version);
            json.WriteNumber("position", projection.Position);
            json.WriteNumber("lag", projection.Lag);
            json.WriteNumber("unreadableEvents", projection.UnreadableEvents);
            json.WriteString("since", Instant.FromDateTime(projection.Since).ToString());
            if (newest.FirstOrDefault(operation => projection.Name == Projections.Timeline ? operation.OnTimeline : operation.OnActors) is { } operation)
                json.WriteString("operation", operation.Location);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("editions");
        foreach (var version in versions)
        {
            json.WriteStartObject();
            json.WriteString("edition", log.EditionOf(version.Version));
            if (version.UpTo is { } upTo)
                json.WriteNumber("upTo", upTo);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
