using System.Globalization;
using System.Text.Json;
using Timeline.Domain.Developments;
using Timeline.Domain.Edtf;
using Timeline.Domain.Time;

namespace Timeline.Domain.Knowledge;

/// <summary>
/// An <see cref="Entry"/> as JSON: the bytes that every answer serves, so a change here is a new view version. What is absent is left out.
/// </summary>
public static class EntryJson
{
    public static void Write(Utf8JsonWriter json, Entry entry)
    {
        json.WriteStartObject();
        json.WriteString("id", entry.Id);
        json.WriteString("actor", entry.Actor);
        WriteArray(json, "participants", entry.Participants, WriteParticipant);
        json.WriteString("kind", NameOf(entry.Kind));
        json.WritePropertyName("occurred");
        WriteOccurred(json, entry.Occurred);
        json.WriteString("headline", entry.Headline);
        WriteText(json, "summary", entry.Summary);
        WriteArray(json, "places", entry.Places, WritePlace);
        json.WriteString("attribution", entry.Attribution);
        WriteArray(json, "figures", entry.Figures, WriteFigure);
        WriteArray(json, "tags", entry.Tags, static (json, tag) => json.WriteStringValue(tag));
        json.WriteString("status", NameOf(entry.Status));
        WriteArray(json, "disputes", entry.Disputes, WriteDispute);
        if (entry.Retraction is { } retraction)
            WriteRetraction(json, retraction);
        json.WriteString("knownFrom", entry.KnownFrom.ToString());
        json.WriteNumber("revision", entry.Revision);
        json.WriteString("revisedAt", entry.RevisedAt.ToString());
        WriteArray(json, "sources", entry.Sources, WriteSourceClaim);
        json.WriteString("recordedAt", entry.RecordedAt.ToString());
        json.WriteNumber("position", entry.Position);
        json.WriteEndObject();
    }

    /// <summary>An EDTF date with its half-open interval; an open or unknown end is left out.</summary>
    public static void WriteOccurred(Utf8JsonWriter json, EdtfValue occurred)
    {
        json.WriteStartObject();
        json.WriteString("edtf", occurred.Text);
        if (occurred.From.IsInCalendar)
            json.WriteString("from", occurred.From.ToString());
        if (occurred.To.IsInCalendar)
            json.WriteString("to", occurred.To.ToString());
        json.WriteString("precision", NameOf(occurred.Precision));
        json.WriteBoolean("approximate", occurred.Approximate);
        json.WriteBoolean("uncertain", occurred.Uncertain);
        json.WriteEndObject();
    }

    public static void WriteParticipant(Utf8JsonWriter json, Participant participant)
    {
        json.WriteStartObject();
        json.WriteString("actor", participant.Actor);
        json.WriteString("role", participant.Role);
        json.WriteEndObject();
    }

    public static void WritePlace(Utf8JsonWriter json, Place place)
    {
        json.WriteStartObject();
        json.WriteString("name", place.Name);
        WriteNumber(json, "latitude", place.Latitude);
        WriteNumber(json, "longitude", place.Longitude);
        json.WriteEndObject();
    }

    public static void WriteFigureFields(Utf8JsonWriter json, Figure figure)
    {
        json.WriteString("measure", figure.Measure);
        WriteNumber(json, "min", figure.Min);
        WriteNumber(json, "max", figure.Max);
        WriteNumber(json, "value", figure.Value);
        json.WriteString("unit", figure.Unit);
        WriteText(json, "qualifier", figure.Qualifier);
    }

    public static void WriteSource(Utf8JsonWriter json, Source source)
    {
        json.WriteStartObject();
        WriteSourceFields(json, source);
        json.WriteEndObject();
    }

    /// <summary>When it was public: the instant, and the bare day where it is known only to the day.</summary>
    public static void WriteReported(Utf8JsonWriter json, Instant at, DateOnly? on)
    {
        json.WriteString("reportedAt", at.ToString());
        if (on is { } day)
            json.WriteString("reportedOn", day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
    }

    /// <summary>An enum member as it stands in JSON.</summary>
    public static string NameOf<T>(T value)
        where T : struct, Enum => Names<T>.Of[value];

    private static void WriteFigure(Utf8JsonWriter json, FigureClaim claim)
    {
        json.WriteStartObject();
        WriteFigureFields(json, claim.Figure);
        json.WriteString("attribution", claim.Attribution);
        WriteReported(json, claim.ReportedAt, claim.ReportedOn);
        json.WriteEndObject();
    }

    private static void WriteSourceClaim(Utf8JsonWriter json, SourceClaim claim)
    {
        json.WriteStartObject();
        WriteSourceFields(json, claim.Source);
        json.WriteString("attribution", claim.Attribution);
        WriteReported(json, claim.ReportedAt, claim.ReportedOn);
        json.WriteEndObject();
    }

    private static void WriteDispute(Utf8JsonWriter json, Dispute dispute)
    {
        json.WriteStartObject();
        json.WriteString("by", dispute.By);
        json.WriteString("reason", dispute.Reason);
        WriteReported(json, dispute.ReportedAt, dispute.ReportedOn);
        json.WritePropertyName("source");
        WriteSource(json, dispute.Source);
        json.WriteEndObject();
    }

    private static void WriteRetraction(Utf8JsonWriter json, Retraction retraction)
    {
        json.WriteStartObject("retraction");
        json.WriteString("reason", retraction.Reason);
        WriteText(json, "duplicateOf", retraction.DuplicateOf);
        WriteReported(json, retraction.ReportedAt, retraction.ReportedOn);
        json.WritePropertyName("source");
        WriteSource(json, retraction.Source);
        json.WriteEndObject();
    }

    private static void WriteSourceFields(Utf8JsonWriter json, Source source)
    {
        json.WriteString("publisher", source.Publisher);
        WriteText(json, "title", source.Title);
        WriteText(json, "url", source.Url);
        WriteText(json, "archivedUrl", source.ArchivedUrl);
        WriteText(json, "publishedAt", source.PublishedAt);
    }

    private static void WriteArray<T>(Utf8JsonWriter json, string name, IReadOnlyList<T> items, Action<Utf8JsonWriter, T> write)
    {
        if (items.Count == 0)
            return;
        json.WriteStartArray(name);
        foreach (var item in items)
            write(json, item);
        json.WriteEndArray();
    }

    private static void WriteText(Utf8JsonWriter json, string name, string? text)
    {
        if (text is not null)
            json.WriteString(name, text);
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, decimal? number)
    {
        if (number is { } value)
            json.WriteNumber(name, value);
    }

    private static class Names<T>
        where T : struct, Enum
    {
        public static readonly Dictionary<T, string> Of = Enum.GetValues<T>().ToDictionary(value => value, value => JsonNamingPolicy.CamelCase.ConvertName(value.ToString()));
    }
}
