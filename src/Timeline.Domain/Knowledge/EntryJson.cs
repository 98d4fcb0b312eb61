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
        json.WriteString("id"u8, entry.Id);
        json.WriteString("actor"u8, entry.Actor);
        WriteArray(json, "participants"u8, entry.Participants, WriteParticipant);
        json.WriteString("kind"u8, NameOf(entry.Kind));
        json.WritePropertyName("occurred"u8);
        WriteOccurred(json, entry.Occurred);
        json.WriteString("headline"u8, entry.Headline);
        WriteText(json, "summary"u8, entry.Summary);
        WriteArray(json, "places"u8, entry.Places, WritePlace);
        json.WriteString("attribution"u8, entry.Attribution);
        WriteArray(json, "figures"u8, entry.Figures, WriteFigure);
        WriteArray(json, "tags"u8, entry.Tags, static (json, tag) => json.WriteStringValue(tag));
        json.WriteString("status"u8, NameOf(entry.Status));
        WriteArray(json, "disputes"u8, entry.Disputes, WriteDispute);
        if (entry.Retraction is { } retraction)
            WriteRetraction(json, retraction);
        WriteInstant(json, "knownFrom"u8, entry.KnownFrom);
        json.WriteNumber("revision"u8, entry.Revision);
        WriteInstant(json, "revisedAt"u8, entry.RevisedAt);
        WriteArray(json, "sources"u8, entry.Sources, WriteSourceClaim);
        WriteInstant(json, "recordedAt"u8, entry.RecordedAt);
        json.WriteNumber("position"u8, entry.Position);
        json.WriteEndObject();
    }

    /// <summary>An EDTF date with its half-open interval; an open or unknown end is left out.</summary>
    public static void WriteOccurred(Utf8JsonWriter json, EdtfValue occurred)
    {
        json.WriteStartObject();
        json.WriteString("edtf"u8, occurred.Text);
        if (occurred.From.IsInCalendar)
            WriteInstant(json, "from"u8, occurred.From);
        if (occurred.To.IsInCalendar)
            WriteInstant(json, "to"u8, occurred.To);
        json.WriteString("precision"u8, NameOf(occurred.Precision));
        json.WriteBoolean("approximate"u8, occurred.Approximate);
        json.WriteBoolean("uncertain"u8, occurred.Uncertain);
        json.WriteEndObject();
    }

    public static void WriteParticipant(Utf8JsonWriter json, Participant participant)
    {
        json.WriteStartObject();
        json.WriteString("actor"u8, participant.Actor);
        json.WriteString("role"u8, participant.Role);
        json.WriteEndObject();
    }

    public static void WritePlace(Utf8JsonWriter json, Place place)
    {
        json.WriteStartObject();
        json.WriteString("name"u8, place.Name);
        WriteNumber(json, "latitude"u8, place.Latitude);
        WriteNumber(json, "longitude"u8, place.Longitude);
        json.WriteEndObject();
    }

    public static void WriteFigureFields(Utf8JsonWriter json, Figure figure)
    {
        json.WriteString("measure"u8, figure.Measure);
        WriteNumber(json, "min"u8, figure.Min);
        WriteNumber(json, "max"u8, figure.Max);
        WriteNumber(json, "value"u8, figure.Value);
        json.WriteString("unit"u8, figure.Unit);
        WriteText(json, "qualifier"u8, figure.Qualifier);
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
        WriteInstant(json, "reportedAt"u8, at);
        if (on is { } day)
            json.WriteString("reportedOn"u8, day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
    }

    /// <summary>An enum member as it stands in JSON.</summary>
    public static string NameOf<T>(T value)
        where T : struct, Enum => Names<T>.Of[value];

    private static void WriteFigure(Utf8JsonWriter json, FigureClaim claim)
    {
        json.WriteStartObject();
        WriteFigureFields(json, claim.Figure);
        json.WriteString("attribution"u8, claim.Attribution);
        WriteReported(json, claim.ReportedAt, claim.ReportedOn);
        json.WriteEndObject();
    }

    private static void WriteSourceClaim(Utf8JsonWriter json, SourceClaim claim)
    {
        json.WriteStartObject();
        WriteSourceFields(json, claim.Source);
        json.WriteString("attribution"u8, claim.Attribution);
        WriteReported(json, claim.ReportedAt, claim.ReportedOn);
        json.WriteEndObject();
    }

    private static void WriteDispute(Utf8JsonWriter json, Dispute dispute)
    {
        json.WriteStartObject();
        json.WriteString("by"u8, dispute.By);
        json.WriteString("reason"u8, dispute.Reason);
        WriteReported(json, dispute.ReportedAt, dispute.ReportedOn);
        json.WritePropertyName("source"u8);
        WriteSource(json, dispute.Source);
        json.WriteEndObject();
    }

    private static void WriteRetraction(Utf8JsonWriter json, Retraction retraction)
    {
        json.WriteStartObject("retraction"u8);
        json.WriteString("reason"u8, retraction.Reason);
        WriteText(json, "duplicateOf"u8, retraction.DuplicateOf);
        WriteReported(json, retraction.ReportedAt, retraction.ReportedOn);
        json.WritePropertyName("source"u8);
        WriteSource(json, retraction.Source);
        json.WriteEndObject();
    }

    private static void WriteSourceFields(Utf8JsonWriter json, Source source)
    {
        json.WriteString("publisher"u8, source.Publisher);
        WriteText(json, "title"u8, source.Title);
        WriteText(json, "url"u8, source.Url);
        WriteText(json, "archivedUrl"u8, source.ArchivedUrl);
        WriteText(json, "publishedAt"u8, source.PublishedAt);
    }

    private static void WriteArray<T>(Utf8JsonWriter json, ReadOnlySpan<byte> name, IReadOnlyList<T> items, Action<Utf8JsonWriter, T> write)
    {
        if (items.Count == 0)
            return;
        json.WriteStartArray(name);
        foreach (var item in items)
            write(json, item);
        json.WriteEndArray();
    }

    private static void WriteText(Utf8JsonWriter json, ReadOnlySpan<byte> name, string? text)
    {
        if (text is not null)
            json.WriteString(name, text);
    }

    private static void WriteInstant(Utf8JsonWriter json, ReadOnlySpan<byte> name, Instant instant)
    {
        Span<byte> text = stackalloc byte[Instant.MaxLength];
        json.WriteString(name, text[..instant.Format(text)]);
    }

    private static void WriteNumber(Utf8JsonWriter json, ReadOnlySpan<byte> name, decimal? number)
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
