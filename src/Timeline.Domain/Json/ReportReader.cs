using System.Text;
using System.Text.Json;
using Timeline.Domain.Developments;
using Timeline.Domain.Knowledge;
using Timeline.Domain.Time;

namespace Timeline.Domain.Json;

/// <summary>
/// Reads the JSON of a report as this service writes it, at less than half the cost of the general way: most of a log are reports, and a replay reads them
/// all. Anything unusual is left to the general way, which judges it.
/// </summary>
internal static class ReportReader
{
    private static readonly (byte[] Name, DevelopmentKind Kind)[] Kinds =
        [.. Enum.GetValues<DevelopmentKind>().Select(kind => (Encoding.UTF8.GetBytes(EntryJson.NameOf(kind)), kind))];

    private delegate T? ReadItem<T>(ref Utf8JsonReader reader);

    /// <returns>Null where it holds anything else than the members of a report, each of its own type.</returns>
    /// <exception cref="JsonException">It is no JSON.</exception>
    /// <exception cref="InvalidOperationException">A text is no Unicode.</exception>
    public static DevelopmentReported? TryRead(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        string? development = null, actor = null, occurred = null, headline = null, attribution = null, summary = null;
        (Source? Source, DevelopmentKind? Kind, Instant? ReportedAt, DateOnly? ReportedOn) told = default;
        (List<Participant>? Participants, List<Place>? Places, List<Figure>? Figures, List<string>? Tags) lists = default;
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return null;
        while (Next(ref reader, out var name))
        {
            var isTaken =
                name.SequenceEqual("development"u8) ? Text(ref reader, out development)
                : name.SequenceEqual("actor"u8) ? Text(ref reader, out actor)
                : name.SequenceEqual("occurred"u8) ? Text(ref reader, out occurred)
                : name.SequenceEqual("headline"u8) ? Text(ref reader, out headline)
                : name.SequenceEqual("attribution"u8) ? Text(ref reader, out attribution)
                : name.SequenceEqual("summary"u8) ? Text(ref reader, out summary)
                : name.SequenceEqual("source"u8) ? (told.Source = Source(ref reader)) is not null
                : name.SequenceEqual("kind"u8) ? (told.Kind = Kind(ref reader)) is not null
                : name.SequenceEqual("reportedAt"u8) ? (told.ReportedAt = At(ref reader)) is not null
                : name.SequenceEqual("reportedOn"u8) ? (told.ReportedOn = On(ref reader)) is not null
                : name.SequenceEqual("participants"u8) ? (lists.Participants = Items(ref reader, Participant)) is not null
                : name.SequenceEqual("places"u8) ? (lists.Places = Items(ref reader, Place)) is not null
                : name.SequenceEqual("figures"u8) ? (lists.Figures = Items(ref reader, Figure)) is not null
                : name.SequenceEqual("tags"u8) && (lists.Tags = Items(ref reader, Tag)) is not null;
            if (!isTaken)
                return null;
        }
        if (reader.TokenType != JsonTokenType.EndObject || reader.Read())
            return null;
        if (development is null || actor is null || occurred is null || headline is null || told is not { Source: { } source, Kind: { } kind, ReportedAt: { } reportedAt })
            return null;
        return new DevelopmentReported(
            development, actor, kind, occurred, headline, attribution, source, reportedAt, told.ReportedOn, summary, lists.Participants, lists.Places, lists.Figures, lists.Tags);
    }

    /// <summary>Goes to the value of the next member.</summary>
    /// <param name="name">As written: where it is escaped, it is nobody's.</param>
    private static bool Next(ref Utf8JsonReader reader, out ReadOnlySpan<byte> name)
    {
        name = default;
        if (!reader.Read() || reader.TokenType != JsonTokenType.PropertyName)
            return false;
        name = reader.ValueSpan;
        return reader.Read();
    }

    private static bool Text(ref Utf8JsonReader reader, out string? text)
    {
        text = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        return text is not null;
    }

    private static bool Number(ref Utf8JsonReader reader, out decimal? number)
    {
        number = reader.TokenType == JsonTokenType.Number && reader.TryGetDecimal(out var value) ? value : null;
        return number is not null;
    }

    private static DevelopmentKind? Kind(ref Utf8JsonReader reader)
    {
        foreach (var (name, kind) in Kinds)
        {
            if (reader.TokenType == JsonTokenType.String && reader.ValueSpan.SequenceEqual(name))
                return kind;
        }
        return null;
    }

    private static Instant? At(ref Utf8JsonReader reader) => InstantJsonConverter.TryRead(ref reader, out var instant) ? instant : null;

    private static DateOnly? On(ref Utf8JsonReader reader)
    {
        Span<char> text = stackalloc char[10];
        return reader.TokenType == JsonTokenType.String && reader.ValueSpan.Length == text.Length
            && Rfc3339.TryParseDay(text[..reader.CopyString(text)], out var day) ? day : null;
    }

    private static List<T>? Items<T>(ref Utf8JsonReader reader, ReadItem<T> read)
        where T : class
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            return null;
        var items = new List<T>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (read(ref reader) is not { } item)
                return null;
            items.Add(item);
        }
        return items;
    }

    private static string? Tag(ref Utf8JsonReader reader) => Text(ref reader, out var tag) ? tag : null;

    private static Participant? Participant(ref Utf8JsonReader reader)
    {
        string? actor = null, role = null;
        while (Next(ref reader, out var name))
        {
            if (!(name.SequenceEqual("actor"u8) ? Text(ref reader, out actor) : name.SequenceEqual("role"u8) && Text(ref reader, out role)))
                return null;
        }
        return IsEnd(reader) && actor is not null && role is not null ? new Participant(actor, role) : null;
    }

    private static Place? Place(ref Utf8JsonReader reader)
    {
        string? called = null;
        decimal? latitude = null, longitude = null;
        while (Next(ref reader, out var name))
        {
            var isTaken = name.SequenceEqual("name"u8) ? Text(ref reader, out called)
                : name.SequenceEqual("latitude"u8) ? Number(ref reader, out latitude)
                : name.SequenceEqual("longitude"u8) && Number(ref reader, out longitude);
            if (!isTaken)
                return null;
        }
        return IsEnd(reader) && called is not null ? new Place(called, latitude, longitude) : null;
    }

    private static Figure? Figure(ref Utf8JsonReader reader)
    {
        string? measure = null, unit = null, qualifier = null;
        decimal? value = null, min = null, max = null;
        while (Next(ref reader, out var name))
        {
            var isTaken = name.SequenceEqual("measure"u8) ? Text(ref reader, out measure)
                : name.SequenceEqual("unit"u8) ? Text(ref reader, out unit)
                : name.SequenceEqual("value"u8) ? Number(ref reader, out value)
                : name.SequenceEqual("min"u8) ? Number(ref reader, out min)
                : name.SequenceEqual("max"u8) ? Number(ref reader, out max)
                : name.SequenceEqual("qualifier"u8) && Text(ref reader, out qualifier);
            if (!isTaken)
                return null;
        }
        return IsEnd(reader) && measure is not null && unit is not null ? new Figure(measure, value, min, max, unit, qualifier) : null;
    }

    private static Source? Source(ref Utf8JsonReader reader)
    {
        string? publisher = null, title = null, url = null, archivedUrl = null, publishedAt = null;
        if (reader.TokenType != JsonTokenType.StartObject)
            return null;
        while (Next(ref reader, out var name))
        {
            var isTaken = name.SequenceEqual("publisher"u8) ? Text(ref reader, out publisher)
                : name.SequenceEqual("title"u8) ? Text(ref reader, out title)
                : name.SequenceEqual("url"u8) ? Text(ref reader, out url)
                : name.SequenceEqual("archivedUrl"u8) ? Text(ref reader, out archivedUrl)
                : name.SequenceEqual("publishedAt"u8) && Text(ref reader, out publishedAt);
            if (!isTaken)
                return null;
        }
        return IsEnd(reader) && publisher is not null ? new Source(publisher, title, url, archivedUrl, publishedAt) : null;
    }

    private static bool IsEnd(in Utf8JsonReader reader) => reader.TokenType == JsonTokenType.EndObject;
}
