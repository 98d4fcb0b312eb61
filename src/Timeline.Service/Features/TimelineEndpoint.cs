using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Timeline.Domain.Time;
using Timeline.Service.Http;
using Timeline.Service.Reading;
using Timeline.Service.Serving;
using Timeline.Service.Views;
using Timeline.Service.Views.Pages;

namespace Timeline.Service.Features;

/// <summary><c>GET /api/timeline</c>: the entries at (knownAt, basis), a page at a time, or all of them as NDJSON.</summary>
internal static class TimelineEndpoint
{
    public const string Path = "/api/timeline";
    private const int DefaultItems = 50;
    private const int MostItems = 1000;

    public static void MapTimeline(this IEndpointRouteBuilder routes) => routes.MapRead(Path, HandleAsync);

    private static async Task<IResult> HandleAsync(HttpContext context, Pins pins, TimelineView view, TimelinePages pages, KeptPages kept, ChangeTimes changes)
    {
        var query = new QueryReader(context.Request);
        var list = ListParameters.Read(query);
        var limit = query.OptionalInteger("limit", 1, MostItems);
        var cursor = query.OptionalValue<Cursor>("after", Cursor.Read);
        var request = PinRequest.Read(query);
        if (query.Finish() is { } bad)
            return Problems.Of(bad);
        var edition = await pins.EditionAsync(request.Edition, context.RequestAborted);
        var continued = cursor is null
            ? new Parsed<PinRequest>(request)
            : request.ContinueAt(cursor.KnownAt, cursor.Basis, edition is null || cursor.Filters == Cursor.HashOf(edition, list.Canonical));
        if (continued.IsRefused)
            return Problems.Of(continued.Refusal);
        var negotiated = Memento.Negotiate(context, continued.Value);
        if (negotiated.Refusal is { } badDate)
            return Problems.Of(badDate);

        var isPage = !WantsNdJson(context.Request);
        var isAtOnce = isPage && !negotiated.Value.IsNegotiated && !list.DependsOnNames && context.Request.Headers.IfNoneMatch.Count == 0;
        // Again, where a rebuild has switched meanwhile.
        while (isAtOnce && await pins.CanWaitAsync(negotiated.Value.Request, context.RequestAborted))
        {
            if (await WriteAtOnceAsync(context, pins, pages, kept, negotiated.Value.Request, list, limit, cursor) is { } answered)
                return answered;
        }
        var resolved = await pins.ResolveAsync(negotiated.Value.Request, context.RequestAborted);
        if (resolved.IsRefused)
            return Problems.Of(resolved.Refusal);
        var pin = resolved.Value;
        var filter = await Filters.ResolveAsync(list, view, pin.Basis, context.RequestAborted);
        if (filter.IsRefused)
            return Problems.Of(filter.Refusal);
        if (negotiated.Value.IsNegotiated && await changes.FirstAsync(pin.Basis, filter.Value, context.RequestAborted) is { } first && first > pin.KnownAt)
            pin = pin with { KnownAt = Memento.FirstFrom(first) };

        if (isPage)
            await WritePageAsync(context, pin, list, limit, cursor, () => kept.ReadAsync(pages, list, Question(list, limit, cursor) with { KnownAt = pin.KnownAt, Basis = pin.Basis, IsSeen = true, Filter = filter.Value }, context.RequestAborted));
        else
            await StreamAsync(context, view, changes, pin, list, filter.Value);
        return Results.Empty;
    }

    /// <summary>The pin and the page in one round trip, for what does not need the pin before it can ask for the page.</summary>
    /// <returns>Null where other tables are live than those that were read.</returns>
    private static async Task<IResult?> WriteAtOnceAsync(
        HttpContext context, Pins pins, TimelinePages pages, KeptPages kept, PinRequest request, ListParameters list, long? limit, Cursor? cursor)
    {
        var knownAt = request.KnownAt is { } time ? PinRequest.Last(time) : (Instant?)null;
        var isSeen = await pins.HasSeenAsync(request, context.RequestAborted);
        var read = await kept.ReadAsync(pages, list, Question(list, limit, cursor) with { KnownAt = knownAt, Basis = request.Basis, IsSeen = isSeen }, context.RequestAborted);
        if (await pins.TakeAsync(request, new LogHead(read.Page.Newest, read.Page.KnownAt, read.Page.ViewSet), context.RequestAborted) is not { } pin)
            return null;
        if (pin.IsRefused)
            return Problems.Of(pin.Refusal);
        await WritePageAsync(context, pin.Value, list, limit, cursor, () => Task.FromResult(read));
        return Results.Empty;
    }

    private static PageQuestion Question(ListParameters list, long? limit, Cursor? cursor) =>
        new(null, null, IsSeen: false, list.Filter, list.Order == ListOrder.Desc, cursor?.After, (int)(limit ?? DefaultItems) + 1);

    private static bool WantsNdJson(HttpRequest request) => request.GetTypedHeaders().Accept
        .OrderByDescending(accept => accept.Quality ?? 1)
        .FirstOrDefault(accept => accept.MediaType.Value is "application/x-ndjson" or "application/json" or "*/*" or "application/*")
        ?.MediaType.Value == "application/x-ndjson";

    /// <param name="read">Reads the page and one item more.</param>
    private static async Task WritePageAsync(HttpContext context, Pin pin, ListParameters list, long? askedLimit, Cursor? cursor, Func<Task<KeptPage>> read)
    {
        var limit = (int)(askedLimit ?? DefaultItems);
        string Link(string? after) => pin.AddTo(list.AddTo(new CanonicalQuery()))
            .Add("limit", askedLimit?.ToString(CultureInfo.InvariantCulture))
            .Add("after", after)
            .After(Path);

        var permalink = Link(cursor?.ToString());
        Memento.AddLinks(context, permalink, list.AddTo(new CanonicalQuery()).After(Path));
        if (Answer.IsKnownTo(context, Answer.TagOf(permalink), pin))
            return;
        var (page, keptUnder) = await read();
        Memento.AddDatetime(context, page.Changed);
        string? next = null;
        if (page.Items.Count > limit)
        {
            next = Link(new Cursor(pin.KnownAt, pin.Basis, Cursor.HashOf(pin.Edition, list.Canonical), page.Items.After(limit)).ToString());
            context.Response.Headers.Append("Link", $"<{next}>; rel=\"next\"");
        }
        var items = page.Items.Json(limit);
        await Answer.WriteAsync(context, pin, permalink, WriteItems, keptUnder is null ? null : new SharedBytes(items, keptUnder));

        void WriteItems(Utf8JsonWriter json)
        {
            json.WriteStartArray("items");
            if (!items.IsEmpty)
                json.WriteRawValue(items.Span, skipInputValidation: true);
            json.WriteEndArray();
            if (next is not null)
                json.WriteString("next", next);
        }
    }

    private static async Task StreamAsync(HttpContext context, TimelineView view, ChangeTimes changes, Pin pin, ListParameters list, TimelineFilter filter)
    {
        var permalink = pin.AddTo(list.AddTo(new CanonicalQuery())).After(Path);
        Memento.AddLinks(context, permalink, list.AddTo(new CanonicalQuery()).After(Path));
        context.Response.Headers.Append("Link", $"<{permalink}>; rel=\"bookmark\"");
        if (Answer.IsKnownTo(context, Answer.TagOf(permalink, "ndjson "), pin))
            return;
        Memento.AddDatetime(context, await changes.LastAsync(pin.KnownAt, pin.Basis, filter, context.RequestAborted));
        context.Response.ContentType = Answer.NdJson;
        if (HttpMethods.IsHead(context.Request.Method))
            return;
        var writer = context.Response.BodyWriter;
        await foreach (var item in view.ReadAsync(pin.KnownAt, pin.Basis, filter, list.Order == ListOrder.Desc, after: null, limit: null, context.RequestAborted))
        {
            writer.Write(item.Json);
            writer.Write("\n"u8);
            // Flushing waits for a slow reader, so that nothing piles up here.
            if (writer.UnflushedBytes > 32 * 1024)
                await writer.FlushAsync(context.RequestAborted);
        }
        await writer.FlushAsync(context.RequestAborted);
    }
}
