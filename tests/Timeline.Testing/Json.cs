using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Timeline.Domain.Developments;
using Timeline.Domain.Edtf;
using Timeline.Domain.Time;

namespace Timeline.Testing;

/// <summary>The parts of an entry as JSON, in the documented order of fields; what is absent is left out.</summary>
internal static class Json
{
    public static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly ConcurrentDictionary<string, EdtfValue> Dates = [];

    public static JsonObject Object(params IEnumerable<(string Name, JsonNode? Value)> fields) =>
        new(fields.Where(field => field.Value is not null).Select(field => KeyValuePair.Create(field.Name, field.Value)));

    public static JsonArray? Array(IEnumerable<JsonNode> items) => items.ToArray() is { Length: > 0 } some ? new JsonArray(some) : null;

    public static string Camel<T>(T value)
        where T : struct, Enum => char.ToLowerInvariant($"{value}"[0]) + $"{value}"[1..];

    public static JsonObject Occurred(string edtf)
    {
        var occurred = Dates.GetOrAdd(edtf, text => EdtfValue.TryParse(text, out var value, out var problem) ? value : throw new ArgumentException(problem, nameof(edtf)));
        return Object(
            ("edtf", edtf),
            ("from", occurred.From == Instant.MinValue ? null : occurred.From.ToString()),
            ("to", occurred.To == Instant.MaxValue || occurred.To == Instant.EndOfYear9999 ? null : occurred.To.ToString()),
            ("precision", Camel(occurred.Precision)),
            ("approximate", occurred.Approximate),
            ("uncertain", occurred.Uncertain));
    }

    public static JsonObject Of(Participant participant) => Object(("actor", participant.Actor), ("role", participant.Role));

    public static JsonObject Of(Place place) => Object(("name", place.Name), ("latitude", place.Latitude), ("longitude", place.Longitude));

    public static JsonObject Figure(Figure figure, string attribution, DatedEvent from) => Object(
    [
        ("measure", figure.Measure),
        ("min", figure.Min),
        ("max", figure.Max),
        ("value", figure.Value),
        ("unit", figure.Unit),
        ("qualifier", figure.Qualifier),
        ("attribution", attribution),
        .. Reported(from),
    ]);

    public static JsonObject SourceClaim(Source source, string attribution, DatedEvent from) =>
        Object([.. Fields(source), ("attribution", attribution), .. Reported(from)]);

    public static JsonObject Dispute(DevelopmentDisputed dispute) =>
        Object([("by", dispute.By), ("reason", dispute.Reason), .. Reported(dispute), ("source", Object(Fields(dispute.Source)))]);

    public static JsonObject Retraction(DevelopmentRetracted retraction) => Object(
    [
        ("reason", retraction.Reason),
        ("duplicateOf", retraction.DuplicateOf),
        .. Reported(retraction),
        ("source", Object(Fields(retraction.Source))),
    ]);

    private static IEnumerable<(string Name, JsonNode? Value)> Fields(Source source) =>
    [
        ("publisher", source.Publisher),
        ("title", source.Title),
        ("url", source.Url),
        ("archivedUrl", source.ArchivedUrl),
        ("publishedAt", source.PublishedAt),
    ];

    private static IEnumerable<(string Name, JsonNode? Value)> Reported(DatedEvent from) =>
    [
        ("reportedAt", from.ReportedAt.ToString()),
        ("reportedOn", from.ReportedOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
    ];
}
