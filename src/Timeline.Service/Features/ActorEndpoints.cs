using System.Globalization;
using System.Text.Json;
using Timeline.Domain;
using Timeline.Domain.Actors;
using Timeline.Domain.Knowledge;
using Timeline.Domain.Time;
using Timeline.Service.Http;
using Timeline.Service.Log;
using Timeline.Service.Reading;
using Timeline.Service.States;
using Timeline.Service.Views;

namespace Timeline.Service.Features;

/// <summary><c>GET /api/actors</c>, one actor's current state, and its raw stream.</summary>
internal static class ActorEndpoints
{
    public static void MapActors(this IEndpointRouteBuilder routes)
    {
        routes.MapRead("/api/actors", ListAsync);
        routes.MapRead("/api/actors/{id}", GetAsync);
        routes.MapRead("/api/actors/{id}/events", EventsAsync);
    }

    private static async Task<IResult> ListAsync(HttpContext context, Pins pins, ActorView view)
    {
        var query = new QueryReader(context.Request);
        var kinds = query.Enums<ActorKind>("kind");
        var limit = query.OptionalInteger("limit", 1, 1000);
        var after = query.OptionalText("after", 1, 127);
        var request = PinRequest.Read(query);
        if (query.Finish() is { } bad)
            return Problems.Of(bad);
        var resolved = await pins.ResolveAsync(request, context.RequestAborted);
        if (resolved.IsRefused)
            return Problems.Of(resolved.Refusal);
        var pin = resolved.Value;

        string Link(string? from) => pin.AddTo(new CanonicalQuery())
            .AddAll("kind", kinds.Distinct().Select(EntryJson.NameOf)).Add("limit", limit?.ToString(CultureInfo.InvariantCulture)).Add("after", from)
            .After("/api/actors");

        var permalink = Link(after);
        if (Answer.IsKnownTo(context, Answer.TagOf(permalink), pin))
            return Results.Empty;
        var most = (int)(limit ?? 50);
        var actors = await view.ListAsync(pin.Basis, after, kinds.Count == 0 ? null : [.. kinds.Select(EntryJson.NameOf)], most + 1, context.RequestAborted);
        var next = actors.Count > most ? Link(actors[most - 1].Id) : null;
        if (next is not null)
            context.Response.Headers.Append("Link", $"<{next}>; rel=\"next\"");
        await Answer.WriteAsync(context, pin, permalink, json =>
        {
            json.WriteStartArray("items");
            foreach (var actor in actors.Take(most))
            {
                json.WriteStartObject();
                Write(json, actor);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            if (next is not null)
                json.WriteString("next", next);
        });
        return Results.Empty;
    }

    private static async Task<IResult> GetAsync(string id, HttpContext context, Pins pins, ActorStates states, ChangeTimes changes)
    {
        var asked = await EntityRequest.AskAsync(context, pins);
        if (asked.IsRefused)
            return Problems.Of(asked.Refusal);
        var (pin, isNegotiated) = asked.Value;
        var cancellation = context.RequestAborted;
        var known = await states.FindAsync(id, pin.KnownAt, pin.Basis, cancellation);
        if (known is { KnownAt.IsInCalendar: false } && isNegotiated && await changes.FirstAsync(pin.Basis, Touching(known.Record), cancellation) is { } firstChange)
            known = await states.FindAsync(id, Memento.FirstFrom(firstChange), pin.Basis, cancellation);
        if (known is null)
            return Problems.Of(Unknown(id, pin));

        // Named by what affects it, so that nothing else moves the answer.
        pin = pin with { KnownAt = Instant.Max(known.KnownAt, Instant.FirstDay), Basis = known.Position };
        var actor = known.Record;
        var path = $"/api/actors/{actor.Id}";
        var permalink = pin.AddTo(new CanonicalQuery()).After(path);
        Memento.AddLinks(context, permalink, path);
        Memento.AddDatetime(context, known.KnownAt);
        if (Answer.IsKnownTo(context, EntityTags.Of(pin.Edition, pin.Basis, pin.KnownAt), pin))
            return Results.Empty;
        var state = await known.StateAsync();
        await Answer.WriteAsync(context, pin, permalink, json =>
        {
            Write(json, actor);
            json.WriteNumber("count", state.Kinds.Sum(kind => kind.Count));
            WriteObject(json, "counts", state.Kinds, kind => json.WriteNumber(kind.Kind, kind.Count));
            WriteRaw(json, "first", state.First);
            WriteRaw(json, "last", state.Last);
            WriteObject(json, "latest", state.Kinds, kind => WriteRaw(json, kind.Kind, kind.Latest));
            WriteArray(json, "treaties", state.Treaties, entry => json.WriteRawValue(entry, skipInputValidation: true));
            WriteArray(json, "counterparts", state.Counterparts, pair =>
            {
                json.WriteStartObject();
                json.WriteString("actor", pair.Actor);
                json.WriteNumber("count", pair.Count);
                json.WriteEndObject();
            });
            WriteArray(json, "figures", state.Claims, group => Write(json, group, actor.Id, pin));
            json.WriteString("timeline", pin.AddTo(new CanonicalQuery()).Add("actor", actor.Id).After(TimelineEndpoint.Path));
        });
        return Results.Empty;
    }

    private static async Task<IResult> EventsAsync(string id, HttpContext context, Pins pins, ActorView view, EventStreams streams)
    {
        var query = new QueryReader(context.Request);
        var limit = query.OptionalInteger("limit", 1, 1000);
        var after = query.OptionalInteger("after", 0);
        var request = PinRequest.Read(query);
        if (query.Finish() is { } bad)
            return Problems.Of(bad);
        var resolved = await pins.ResolveAsync(request, context.RequestAborted);
        if (resolved.IsRefused)
            return Problems.Of(resolved.Refusal);
        var pin = resolved.Value;
        if (await view.FindAsync(id, pin.Basis, context.RequestAborted) is not { } actor)
            return Problems.Of(Unknown(id, pin));

        string Link(long? from) => pin.AddTo(new CanonicalQuery())
            .Add("limit", limit?.ToString(CultureInfo.InvariantCulture)).Add("after", from?.ToString(CultureInfo.InvariantCulture))
            .After($"/api/actors/{actor.Id}/events");

        var permalink = Link(after);
        if (Answer.IsKnownTo(context, Answer.TagOf(permalink), pin))
            return Results.Empty;
        var most = (int)(limit ?? 50);
        var events = await streams.ReadAsync(actor.Id, after ?? 0, pin.Basis, most + 1, context.RequestAborted);
        var next = events.Count > most ? Link(events[most - 1].Version) : null;
        if (next is not null)
            context.Response.Headers.Append("Link", $"<{next}>; rel=\"next\"");
        await Answer.WriteAsync(context, pin, permalink, json =>
        {
            json.WriteString("stream", actor.Id);
            WriteArray(json, "items", [.. events.Take(most)], stored => stored.WriteTo(json));
            if (next is not null)
                json.WriteString("next", next);
        });
        return Results.Empty;
    }

    /// <summary>Everything that an actor's state is made of.</summary>
    internal static TimelineFilter Touching(ActorRecord actor) => new() { Actors = [actor.Id], IncludeRetracted = true };

    private static void Write(Utf8JsonWriter json, ActorRecord actor)
    {
        json.WriteString("id", actor.Id);
        json.WriteString("name", actor.Name);
        json.WriteString("kind", actor.Kind);
        WriteArray(json, "aliases", actor.Aliases, json.WriteStringValue);
    }

    private static void Write(Utf8JsonWriter json, ClaimGroup group, string actor, Pin pin)
    {
        json.WriteStartObject();
        json.WriteString("measure", group.Measure);
        json.WriteString("unit", group.Unit);
        json.WriteString("attribution", group.Attribution);
        json.WriteNumber("count", group.Count);
        if (group.Min is { } min)
            json.WriteNumber("min", min);
        if (group.Max is { } max)
            json.WriteNumber("max", max);
        json.WriteStartArray("latest");
        foreach (var claim in group.Latest)
            MeasureJson.WriteClaim(json, claim.Development, claim.Figure, supersededAt: null, withMeasure: false);
        json.WriteEndArray();
        json.WriteString("all", pin.AddTo(new CanonicalQuery()).Add("actor", actor).Add("attribution", group.Attribution).After($"/api/measures/{Uri.EscapeDataString(group.Measure)}"));
        json.WriteEndObject();
    }

    private static void WriteRaw(Utf8JsonWriter json, string name, byte[]? entry)
    {
        if (entry is null)
            return;
        json.WritePropertyName(name);
        json.WriteRawValue(entry, skipInputValidation: true);
    }

    private static void WriteObject<T>(Utf8JsonWriter json, string name, IReadOnlyList<T> items, Action<T> writeMember)
    {
        json.WriteStartObject(name);
        foreach (var item in items)
            writeMember(item);
        json.WriteEndObject();
    }

    private static void WriteArray<T>(Utf8JsonWriter json, string name, IReadOnlyList<T> items, Action<T> write)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
            write(item);
        json.WriteEndArray();
    }

    private static Refusal Unknown(string id, Pin pin) => new(RefusalCode.NotFound, $"There was no actor '{id}' at position {pin.Basis}: see /api/actors.");
}
