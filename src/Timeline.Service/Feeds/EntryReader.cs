using System.Globalization;
using System.Text.Json;
using Timeline.Domain.Developments;
using Timeline.Domain.Edtf;
using Timeline.Domain.Knowledge;
using Timeline.Domain.Time;
using Timeline.Service.Http;

namespace Timeline.Service.Feeds;

/// <summary>Reads what <see cref="EntryJson"/> wrote.</summary>
internal static class EntryReader
{
    public static Entry Read(JsonElement json) => new()
    {
        Id = Required(json, "id"),
        Actor = Required(json, "actor"),
        Participants = List(json, "participants", item => new Participant(Required(item, "actor"), Required(item, "role"))),
        Kind = Enum<DevelopmentKind>(json, "kind"),
        Occurred = EdtfValue.TryParse(Required(json.GetProperty("occurred"), "edtf"), out var occurred, out var problem) ? occurred : throw new FormatException(problem),
        Headline = Required(json, "headline"),
        Summary = Text(json, "summary"),
        Places = List(json, "places", item => new Place(Required(item, "name"), Number(item, "latitude"), Number(item, "longitude"))),
        Attribution = Required(json, "attribution"),
        Figures = List(json, "figures", item => new FigureClaim(Figure(item), Required(item, "attribution"), Time(item, "reportedAt"), Day(item))),
        Tags = List(json, "tags", item => item.GetString()!),
        Status = Enum<DevelopmentStatus>(json, "status"),
        Disputes = List(json, "disputes", item => new Dispute(Required(item, "by"), Required(item, "reason"), Source(item.GetProperty("source")), Time(item, "reportedAt"), Day(item))),
        Retraction = json.TryGetProperty("retraction", out var retraction)
            ? new Retraction(Required(retraction, "reason"), Text(retraction, "duplicateOf"), Source(retraction.GetProperty("source")), Time(retraction, "reportedAt"), Day(retraction))
            : null,
        KnownFrom = Time(json, "knownFrom"),
        Revision = json.GetProperty("revision").GetInt32(),
        RevisedAt = Time(json, "revisedAt"),
        Sources = List(json, "sources", item => new SourceClaim(Source(item), Required(item, "attribution"), Time(item, "reportedAt"), Day(item))),
        RecordedAt = Time(json, "recordedAt"),
        Position = json.GetProperty("position").GetInt64(),
    };

    private static Figure Figure(JsonElement json) => new(
        Required(json, "measure"), Number(json, "value"), Number(json, "min"), Number(json, "max"), Required(json, "unit"), Text(json, "qualifier"));

    private static Source Source(JsonElement json) => new(
        Required(json, "publisher"), Text(json, "title"), Text(json, "url"), Text(json, "archivedUrl"), Text(json, "publishedAt"));

    private static string Required(JsonElement json, string name) => json.GetProperty(name).GetString()!;

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static decimal? Number(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetDecimal() : null;

    private static Instant Time(JsonElement json, string name) =>
        Rfc3339.TryParseInstant(Required(json, name), out var instant) == TimeParse.Ok ? instant : throw new FormatException($"{name} is not an instant");

    private static DateOnly? Day(JsonElement json) =>
        Text(json, "reportedOn") is { } day ? DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture) : null;

    private static TEnum Enum<TEnum>(JsonElement json, string name) where TEnum : struct, Enum =>
        EnumNames<TEnum>.Read(Required(json, name), out var value) is { } problem ? throw new FormatException($"{name} {problem}") : value;

    private static IReadOnlyList<T> List<T>(JsonElement json, string name, Func<JsonElement, T> read) =>
        json.TryGetProperty(name, out var items) ? [.. items.EnumerateArray().Select(read)] : [];
}
