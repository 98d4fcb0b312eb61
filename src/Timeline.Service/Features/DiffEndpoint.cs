using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Timeline.Domain.Json;
using Timeline.Service.Http;
using Timeline.Service.Reading;
using Timeline.Service.Views;

namespace Timeline.Service.Features;

/// <summary>
/// <c>GET /api/timeline/diff</c>: what has to be learned, revised and withdrawn to get from the answer at one (knownAt, basis) to that at another, and
/// the events that are the reason, a page of ids at a time.
/// </summary>
internal static class DiffEndpoint
{
    public const string Path = "/api/timeline/diff";
    private const int DefaultItems = 50;
    private const int MostItems = 1000;

    public static void MapDiff(this IEndpointRouteBuilder routes) => routes.MapRead(Path, HandleAsync);

    private static async Task<IResult> HandleAsync(HttpContext context, Pins pins, TimelineView timeline, DiffView view)
    {
        var query = new QueryReader(context.Request);
        var list = ListParameters.Read(query);
        var limit = query.OptionalInteger("limit", 1, MostItems);
        var cursor = query.OptionalValue<DiffCursor>("after", DiffCursor.Read);
        var request = DiffRequest.Read(query);
        if (query.Finish() is { } bad)
            return Problems.Of(bad);
        var continued = request.ContinueAt(cursor, list, await pins.EditionAsync(request.Edition, context.RequestAborted));
        if (continued.IsRefused)
            return Problems.Of(continued.Refusal);
        var resolved = await continued.Value.ResolveAsync(pins, context.RequestAborted);
        if (resolved.IsRefused)
            return Problems.Of(resolved.Refusal);
        // Only what the request itself names pins it, not what its cursor adds.
        var pin = resolved.Value with { IsPinned = resolved.Value.IsPinned && request is { From: not null, FromBasis: not null, To: not null, ToBasis: not null } };
        var filters = await pin.FiltersAsync(list, timeline, context.RequestAborted);
        if (filters.IsRefused)
            return Problems.Of(filters.Refusal);

        string Link(string? after) => pin.AddTo(list.AddTo(new CanonicalQuery()))
            .Add("limit", limit?.ToString(CultureInfo.InvariantCulture))
            .Add("after", after)
            .After(Path);

        var permalink = Link(cursor?.ToString());
        if (Answer.IsKnownTo(context, Answer.TagOf(permalink), pin.AsPin))
            return Results.Empty;
        var most = (int)(limit ?? DefaultItems);
        var changed = await view.ReadAsync(pin.From, pin.To, filters.Value, list.Order == ListOrder.Desc, cursor?.After, most + 1, context.RequestAborted);
        string? next = null;
        if (changed.Count > most)
        {
            changed.RemoveAt(most);
            next = Link(new DiffCursor(pin.From, pin.To, Cursor.HashOf(pin.Edition, list.Canonical), changed[^1].Development).ToString());
            context.Response.Headers.Append("Link", $"<{next}>; rel=\"next\"");
        }
        context.Response.Headers.ContentLocation = permalink;
        var because = await DiffBecause.ReadAsync(view, pin, filters.Value, changed, context.RequestAborted);
        await Answer.WriteAsync(context, body => Write(body, pin, permalink, changed, because, next));
        return Results.Empty;
    }

    private static void Write(
        IBufferWriter<byte> body, DiffPin pin, string permalink, List<ChangedEntry> changed, IReadOnlyDictionary<string, byte[]> because, string? next)
    {
        using var json = new Utf8JsonWriter(body, TimelineJson.Writer);
        json.WriteStartObject();
        DiffJson.WritePoint(json, "from", pin.From);
        DiffJson.WritePoint(json, "to", pin.To);
        json.WriteString("edition", pin.Edition);
        json.WriteString("permalink", permalink);
        WriteEntries(json, "learned", changed.Where(entry => entry.Before is null).Select(entry => entry.After!));
        json.WriteStartArray("revised");
        foreach (var entry in changed.Where(entry => entry is { Before: not null, After: not null }))
        {
            DiffJson.WriteRevision(json, entry.Development, entry.Before!, entry.After!);
            json.WritePropertyName("because");
            json.WriteRawValue(because[entry.Development], skipInputValidation: true);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        WriteEntries(json, "withdrawn", changed.Where(entry => entry.After is null).Select(entry => entry.Before!));
        json.WriteStartObject("because");
        foreach (var entry in changed.Where(entry => entry.Before is null || entry.After is null))
        {
            json.WritePropertyName(entry.Development);
            json.WriteRawValue(because[entry.Development], skipInputValidation: true);
        }
        json.WriteEndObject();
        if (next is not null)
            json.WriteString("next", next);
        json.WriteEndObject();
    }

    private static void WriteEntries(Utf8JsonWriter json, string name, IEnumerable<byte[]> entries)
    {
        json.WriteStartArray(name);
        foreach (var entry in entries)
            json.WriteRawValue(entry, skipInputValidation: true);
        json.WriteEndArray();
    }
}
