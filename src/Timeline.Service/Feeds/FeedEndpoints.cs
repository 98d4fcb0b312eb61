using System.IO.Pipelines;
using Timeline.Service.Http;
using Timeline.Service.Reading;
using Timeline.Service.Views;

namespace Timeline.Service.Feeds;

/// <summary><c>GET /feeds/…</c>: the filtered answer at (knownAt, basis) in the formats of others. Parameters that are not known are ignored.</summary>
internal static class FeedEndpoints
{
    private const int MostInAWhole = 10_000;
    private const int MostInAPage = 1_000;
    private const int DefaultInAPage = 50;

    public static void MapFeeds(this IEndpointRouteBuilder routes)
    {
        foreach (var format in FeedList.Whole)
            routes.MapRead(format.Path, (HttpContext context, FeedReader reader) => WholeAsync(context, format, reader));
        foreach (var format in FeedList.Changes)
            routes.MapRead(format.Path, (HttpContext context, FeedReader reader) => ChangesAsync(context, format, reader));
    }

    private static async Task<IResult> WholeAsync(HttpContext context, WholeFormat format, FeedReader reader)
    {
        var query = new QueryReader(context.Request, strict: false);
        var list = ListParameters.Read(query);
        var grouping = format.HasGroups ? query.OptionalEnum<Grouping>("group") : null;
        var cursor = query.OptionalValue<Cursor>("after", Cursor.Read);
        var read = await reader.UnderstandAsync(query, format, list, grouping, MostInAWhole, cursor is null ? null : (cursor.KnownAt, cursor.Basis, cursor.Filters), context.RequestAborted);
        if (read.IsRefused)
            return Problems.Of(read.Refusal);
        var request = read.Value;
        var head = request.ToHead(context, cursor);
        if (IsKnown(context, format, head))
            return Results.Empty;
        var most = request.Limit ?? MostInAWhole;
        if (await reader.CutAsync(request, cursor?.After, most, context.RequestAborted) is { } last)
            head = head with { Next = request.Link(new Cursor(request.Pin.KnownAt, request.Pin.Basis, request.Hash, last)) };
        Announce(context, format, head);
        if (!HttpMethods.IsHead(context.Request.Method))
            await WriteAsync(context, format, head, reader.ItemsAsync(request, cursor?.After, most, format.TellsPreviousDates, context.RequestAborted));
        return Results.Empty;
    }

    private static async Task WriteAsync(HttpContext context, WholeFormat format, FeedHead head, IAsyncEnumerable<IReadOnlyList<FeedItem>> chunks)
    {
        PipeWriter output = context.Response.BodyWriter;
        using var feed = format.Open(head, output);
        feed.Begin();
        await foreach (var chunk in chunks)
        {
            foreach (var item in chunk)
                feed.Add(item);
            // Flushing waits for a slow reader, so that nothing piles up here.
            await output.FlushAsync(context.RequestAborted);
        }
        feed.End();
        await output.FlushAsync(context.RequestAborted);
    }

    private static async Task<IResult> ChangesAsync(HttpContext context, ChangeFormat format, FeedReader reader)
    {
        var query = new QueryReader(context.Request, strict: false);
        // These are ordered by change.
        var list = ListParameters.Read(query, hasOrder: false);
        var cursor = query.OptionalValue<ChangeCursor>("after", ChangeCursor.Read);
        var read = await reader.UnderstandAsync(query, format, list, null, MostInAPage, cursor is null ? null : (cursor.KnownAt, cursor.Basis, cursor.Filters), context.RequestAborted);
        if (read.IsRefused)
            return Problems.Of(read.Refusal);
        var request = read.Value;
        var head = request.ToHead(context, cursor);
        if (IsKnown(context, format, head))
            return Results.Empty;

        var most = (int)(request.Limit ?? DefaultInAPage);
        var (changes, next, previous) = await reader.ChangesAsync(request, cursor?.After, most, context.RequestAborted);
        string LinkAt(ChangeStart? after) => request.Link(after is { } start ? new ChangeCursor(request.Pin.KnownAt, request.Pin.Basis, request.Hash, start) : null);
        head = head with
        {
            First = LinkAt(null),
            Next = next is null ? null : LinkAt(next),
            Previous = cursor is null ? null : LinkAt(previous),
        };
        Announce(context, format, head);
        await Answer.WriteAsync(context, output => format.Write(output, head, changes), format.MediaType);
        return Results.Empty;
    }

    /// <summary>The same feed has other bytes on another host: its addresses are absolute.</summary>
    private static bool IsKnown(HttpContext context, FeedFormat format, FeedHead head)
    {
        context.Response.Headers.ContentLocation = head.Permalink;
        context.Response.Headers.ContentDisposition = $"inline; filename=\"{format.FileName}\"";
        return Answer.IsKnownTo(context, Answer.TagOf(head.Permalink, $"{head.Origin} "), head.Pin);
    }

    private static void Announce(HttpContext context, FeedFormat format, FeedHead head)
    {
        context.Response.ContentType = format.MediaType;
        var links = new[] { ("bookmark", head.Permalink), ("first", head.First), ("previous", head.Previous), ("next", head.Next) };
        foreach (var (relation, target) in links)
        {
            if (target is not null)
                context.Response.Headers.Append("Link", $"<{target}>; rel=\"{relation}\"");
        }
    }
}
