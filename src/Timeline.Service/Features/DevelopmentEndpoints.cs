using Timeline.Domain;
using Timeline.Domain.Developments;
using Timeline.Domain.Knowledge;
using Timeline.Domain.Time;
using Timeline.Service.Http;
using Timeline.Service.Reading;
using Timeline.Service.Views;

namespace Timeline.Service.Features;

/// <summary><c>GET /api/developments/{id}</c> and its history.</summary>
internal static class DevelopmentEndpoints
{
    public static void MapDevelopments(this IEndpointRouteBuilder routes)
    {
        routes.MapRead("/api/developments/{id}", GetAsync);
        routes.MapRead("/api/developments/{id}/history", HistoryAsync);
    }

    private static async Task<IResult> GetAsync(string id, HttpContext context, Pins pins, DevelopmentView view)
    {
        var asked = await EntityRequest.AskAsync(context, pins);
        if (asked.IsRefused)
            return Problems.Of(asked.Refusal);
        var (pin, isNegotiated) = asked.Value;
        if (!Limits.IsSlug(id))
            return Problems.Of(NotKnown(id, pin));
        var known = await view.FindAsync(id, pin.KnownAt, pin.Basis, context.RequestAborted)
            ?? (isNegotiated ? await view.FindFirstAsync(id, pin.Basis, context.RequestAborted) : null);
        if (known is null)
            return Problems.Of(NotKnown(id, pin));

        // Named by what affects it, so that nothing else moves the answer.
        pin = pin with { KnownAt = known.KnownFrom, Basis = known.Newest };
        var path = $"/api/developments/{id}";
        var permalink = pin.AddTo(new CanonicalQuery()).After(path);
        Memento.AddLinks(context, permalink, path);
        Memento.AddDatetime(context, known.KnownFrom);
        if (Answer.IsKnownTo(context, EntityTags.Of(pin.Edition, pin.Basis, pin.KnownAt), pin))
            return Results.Empty;
        await Answer.WriteAsync(context, pin, permalink, json => Answer.WriteMembers(json, known.Entry));
        return Results.Empty;
    }

    private static async Task<IResult> HistoryAsync(string id, HttpContext context, Pins pins, DevelopmentView view)
    {
        var query = new QueryReader(context.Request);
        var request = PinRequest.Read(query);
        var asked = query.Finish() is { } bad ? new Parsed<Pin>(bad) : await pins.ResolveAsync(request, context.RequestAborted);
        if (asked.IsRefused)
            return Problems.Of(asked.Refusal);
        var pin = asked.Value;
        var events = Limits.IsSlug(id) ? await view.EventsAsync(id, pin.Basis, context.RequestAborted) : [];
        var history = new DevelopmentHistory(id, [.. events.Select(stored => stored.Recorded)]);
        var shown = events.Where(stored => history.EffectiveAt(stored.Recorded) <= pin.KnownAt).ToList();
        if (shown.Count == 0)
            return Problems.Of(NotKnown(id, pin));

        // A report may count before its own words are public: both are moments at which the answer changes.
        var changes = shown.SelectMany(stored => new[] { history.EffectiveAt(stored.Recorded), (stored.Recorded.Event as DatedEvent)?.ReportedAt ?? Instant.MinValue });
        pin = pin with { KnownAt = changes.Where(at => at <= pin.KnownAt).Max(), Basis = events[^1].Recorded.Position };
        if (Answer.IsKnownTo(context, EntityTags.Of(pin.Edition, pin.Basis, pin.KnownAt), pin))
            return Results.Empty;
        var permalink = pin.AddTo(new CanonicalQuery()).After($"/api/developments/{id}/history");
        await Answer.WriteAsync(context, pin, permalink, json =>
        {
            json.WriteString("id", id);
            json.WriteStartArray("events");
            HistoryJson.Write(json, shown, history, pin.KnownAt);
            json.WriteEndArray();
        });
        return Results.Empty;
    }

    public static Refusal NotKnown(string id, Pin pin) => new(
        RefusalCode.NotFound, $"Nothing was known of a development '{id}' at {pin.KnownAt} by position {pin.Basis}: it was not reported yet, was removed, or does not exist.");
}
