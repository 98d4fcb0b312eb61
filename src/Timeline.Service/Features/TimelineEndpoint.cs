using System.Buffers;
using System.Globalization;
using Timeline.Domain.Time;
using Timeline.Service.Http;
using Timeline.Service.Reading;
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

    private static async Task<IResult> HandleAsync(HttpContext context, Pins pins, TimelineView view, TimelinePages pages, ChangeTimes changes)
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

        var resolved = await pins.ResolveAsync(negotiated.Value.Request, context.RequestAborted);
        if (resolved.IsRefused)
            return Problems.Of(resolved.Refusal);
        var pin = resolved.Value;
        var filter = await Filters.ResolveAsync(list, view, pin.Basis, context.RequestAborted);
        if (filter.IsRefused)
            return Problems.Of(filter.Refusal);
        if (negotiated.Value.IsNegotiated && await changes.FirstAsync(pin.Basis, filter.Value, context.RequestAborted) is { } first && first > pin.KnownAt)
            pin = pin with { KnownAt = Memento.FirstFrom(first) };

        if (WantsNdJson(context.Request))
            await StreamAsync(context, view, changes, pin, list, filter.Value);
        else
            await WritePageAsync(context, pages, pin, list, filter.Value, limit, cursor);
        return Results.Empty;
    }

    private static bool WantsNdJson(HttpRequest request) => request.GetTypedHeaders().Accept
        .OrderByDescending(accept => accept.Quality ?? 1)
        .FirstOrDefault(accept => accept.MediaType.Value is "application/x-ndjson" or "application/json" or "*/*" or "application/*")
        ?.MediaType.Value == "application/x-ndjson";

    private static async Task WritePageAsync(HttpContext context, TimelinePages pages, Pin pin, ListParameters list, TimelineFilter filter, long? askedLimit, Cursor? cursor)
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
        // One more tells whether there is a next page.
        var question = new PageQuestion(pin.KnownAt, pin.Basis, filter, list.Order == ListOrder.Desc, cursor?.After, limit + 1) { NewestKnownAt = pin.NewestKnownAt };
        var page = await pages.ReadAsync(question, context.RequestAborted);
        Memento.AddDatetime(context, page.Changed);
        string? next = null;
        if (page.Items.Count > limit)
        {
            next = Link(new Cursor(pin.KnownAt, pin.Basis, Cursor.HashOf(pin.Edition, list.Canonical), page.Items[limit - 1].Place).ToString());
            context.Response.Headers.Append("Link", $"<{next}>; rel=\"next\"");
        }
        await Answer.WriteAsync(context, pin, permalink, json =>
        {
            json.WriteStartArray("items");
            foreach (var item in page.Items.Take(limit))
                json.WriteRawValue(item.Json, skipInputValidation: true);
            json.WriteEndArray();
            if (next is not null)
                json.WriteString("next", next);
        });
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
