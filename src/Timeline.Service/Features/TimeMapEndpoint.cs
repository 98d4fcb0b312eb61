using System.Buffers;
using System.Text;
using Timeline.Domain;
using Timeline.Domain.Time;
using Timeline.Service.Http;
using Timeline.Service.Reading;
using Timeline.Service.Views;

namespace Timeline.Service.Features;

/// <summary>
/// <c>GET /api/timemap/…</c>: the seconds at which a resource changed, each with its memento, in <c>application/link-format</c> (RFC 7089, section 5;
/// RFC 6690). Paged; not negotiated itself.
/// </summary>
internal static class TimeMapEndpoint
{
    private const int PageSize = 500;
    private const string LinkFormat = "application/link-format";

    public static void MapTimeMaps(this IEndpointRouteBuilder routes)
    {
        routes.MapRead("/api/timemap/timeline", TimelineAsync);
        routes.MapRead("/api/timemap/developments/{id}", DevelopmentAsync);
        routes.MapRead("/api/timemap/actors/{id}", ActorAsync);
    }

    private static async Task<IResult> TimelineAsync(HttpContext context, Pins pins, TimelineView view, ChangeTimes changes)
    {
        var query = new QueryReader(context.Request);
        var list = ListParameters.Read(query);
        var page = await PageAsync(query, context, pins);
        if (page.IsRefused)
            return Problems.Of(page.Refusal);
        var filter = await Filters.ResolveAsync(list, view, page.Value.Pin.Basis, context.RequestAborted);
        if (filter.IsRefused)
            return Problems.Of(filter.Refusal);
        var seconds = await changes.SecondsAsync(page.Value.From, page.Value.Pin.Basis, filter.Value, PageSize + 1, context.RequestAborted);
        return await WriteAsync(context, page.Value, TimelineEndpoint.Path, () => list.AddTo(new CanonicalQuery()), seconds);
    }

    private static async Task<IResult> DevelopmentAsync(string id, HttpContext context, Pins pins, DevelopmentView view)
    {
        var page = await PageAsync(new QueryReader(context.Request), context, pins);
        if (page.IsRefused)
            return Problems.Of(page.Refusal);
        var seconds = await view.SecondsAsync(id, page.Value.From, page.Value.Pin.Basis, PageSize + 1, context.RequestAborted);
        return seconds.Count == 0 && page.Value.From == Instant.FirstDay
            ? Problems.Of(new Refusal(RefusalCode.NotFound, $"Nothing was ever known of a development '{id}'."))
            : await WriteAsync(context, page.Value, $"/api/developments/{id}", () => new CanonicalQuery(), seconds);
    }

    private static async Task<IResult> ActorAsync(string id, HttpContext context, Pins pins, ActorView view, ChangeTimes changes)
    {
        var page = await PageAsync(new QueryReader(context.Request), context, pins);
        if (page.IsRefused)
            return Problems.Of(page.Refusal);
        if (await view.FindAsync(id, page.Value.Pin.Basis, context.RequestAborted) is not { } actor)
            return Problems.Of(new Refusal(RefusalCode.NotFound, $"There is no actor '{id}'."));
        var seconds = await changes.SecondsAsync(page.Value.From, page.Value.Pin.Basis, ActorEndpoints.Touching(actor), PageSize + 1, context.RequestAborted);
        return await WriteAsync(context, page.Value, $"/api/actors/{actor.Id}", () => new CanonicalQuery(), seconds);
    }

    /// <summary>The pin, whose basis all mementos of a TimeMap share, and where the page begins.</summary>
    private static async Task<Parsed<(Pin Pin, Instant From)>> PageAsync(QueryReader query, HttpContext context, Pins pins)
    {
        var from = query.OptionalDayOrInstant("from");
        var basis = query.OptionalInteger("basis", min: 0);
        if (query.Finish() is { } bad)
            return new(bad);
        var pin = await pins.ResolveAsync(new PinRequest(null, basis, null, null), context.RequestAborted);
        return pin.IsRefused ? new(pin.Refusal) : new((pin.Value, from is { } start ? start.Instant ?? Instant.StartOf(start.Day!.Value) : Instant.FirstDay));
    }

    private static async Task<IResult> WriteAsync(HttpContext context, (Pin Pin, Instant From) page, string path, Func<CanonicalQuery> parameters, IReadOnlyList<Instant> seconds)
    {
        var pin = page.Pin;
        var original = parameters().After(path);
        string PageLink(Instant? from) => parameters().Add("basis", $"{pin.Basis}").Add("from", from?.ToString()).After(Memento.TimeMapOf(path));
        var self = PageLink(page.From == Instant.FirstDay ? null : page.From);
        var tag = Answer.TagOf($"{self} {pin.Edition}");
        if (Answer.IsKnownTo(context, tag, pin))
            return Results.Empty;

        var links = new StringBuilder($"<{original}>; rel=\"original timegate\"");
        var shown = seconds.Take(PageSize).ToList();
        links.Append(",\n<").Append(self).Append(">; rel=\"self\"; type=\"").Append(LinkFormat).Append('"');
        if (shown.Count > 0)
            links.Append("; from=\"").Append(HttpDate.Of(shown[0])).Append("\"; until=\"").Append(HttpDate.Of(shown[^1])).Append('"');
        if (seconds.Count > PageSize)
            links.Append(",\n<").Append(PageLink(seconds[PageSize])).Append(">; rel=\"timemap\"; type=\"").Append(LinkFormat).Append("\"; from=\"").Append(HttpDate.Of(seconds[PageSize])).Append('"');
        for (var i = 0; i < shown.Count; i++)
        {
            var isFirst = i == 0 && page.From == Instant.FirstDay;
            var isLast = i == shown.Count - 1 && seconds.Count <= PageSize;
            var rel = $"{(isFirst ? "first " : "")}{(isLast ? "last " : "")}memento";
            var memento = (pin with { KnownAt = HttpDate.EndOf(shown[i]) }).AddTo(parameters()).After(path);
            links.Append(",\n<").Append(memento).Append(">; rel=\"").Append(rel).Append("\"; datetime=\"").Append(HttpDate.Of(shown[i])).Append('"');
        }
        await Answer.WriteAsync(context, body => body.Write(Encoding.UTF8.GetBytes(links.Append('\n').ToString())), LinkFormat);
        return Results.Empty;
    }
}
