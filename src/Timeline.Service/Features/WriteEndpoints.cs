using System.Security.Cryptography;
using Timeline.Domain;
using Timeline.Service.Http;
using Timeline.Service.Log;
using Timeline.Service.Reading;

namespace Timeline.Service.Features;

/// <summary>The calls that append: actors, reports and their follow-ups. Each is parse → command → log → answer.</summary>
internal static class WriteEndpoints
{
    public static void MapWrites(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/actors", context => WriteAsync(context, body => CommandReader.ReadActor(body, Slugs.OfName), at => $"/api/actors/{at.Id}"));
        routes.MapPatch("/api/actors/{id}", context => WriteAsync(context, body => CommandReader.ReadActorPatch(Id(context), body), location: null));
        routes.MapPost("/api/developments", context => WriteAsync(context, body => CommandReader.ReadReport(body, Slugs.Unique), at => $"/api/developments/{at.Id}"));
        MapFollowUp(routes, "corrections", CommandReader.ReadCorrection);
        MapFollowUp(routes, "corroborations", CommandReader.ReadCorroboration);
        MapFollowUp(routes, "disputes", CommandReader.ReadDispute);
        MapFollowUp(routes, "retractions", CommandReader.ReadRetraction);
        MapFollowUp(routes, "reinstatements", CommandReader.ReadReinstatement);
        MapFollowUp(routes, "annulments", CommandReader.ReadAnnulment);
    }

    private static void MapFollowUp(IEndpointRouteBuilder routes, string name, Func<string, ObjectReader, Command> read) => routes.MapPost(
        $"/api/developments/{{id}}/{name}",
        context => WriteAsync(context, body => read(Id(context), body), at => $"/api/developments/{at.Id}/history"));

    private static string Id(HttpContext context) => (string)context.Request.RouteValues["id"]!;

    /// <param name="location">Where what was created is found; null for a change, which is 200.</param>
    private static async Task WriteAsync(HttpContext context, Func<ObjectReader, Command> read, Func<Appended, string>? location)
    {
        var append = await ReadAsync(context, read, isPatch: location is null);
        if (append.IsRefused)
        {
            await Problems.Of(append.Refusal).ExecuteAsync(context);
            return;
        }
        var outcome = await context.RequestServices.GetRequiredService<LogWriter>().AppendAsync(append.Value);
        if (outcome.Refusal is { } refusal)
        {
            await Problems.Of(refusal).ExecuteAsync(context);
            return;
        }
        var answer = outcome.Answer!;
        context.Response.StatusCode = location is null ? StatusCodes.Status200OK : StatusCodes.Status201Created;
        if (location is not null)
            context.Response.Headers.Location = location(answer);
        context.Response.Headers.CacheControl = "no-store";
        await Answer.WriteAsync(context, body => AppendedJson.Write(body, answer));
    }

    private static async Task<Parsed<Append>> ReadAsync(HttpContext context, Func<ObjectReader, Command> read, bool isPatch)
    {
        var request = context.Request;
        var query = new QueryReader(request);
        var expectedVersion = query.OptionalInteger("expectedVersion", min: 0);
        if (query.Finish() is { } bad)
            return new(bad);
        var key = IdempotencyKey.Parse(request.Headers[IdempotencyKey.HeaderName]);
        if (key.Refusal is { } badKey)
            return new(badKey);
        var ifMatch = Conditional.IfMatch(request);
        if (ifMatch.Refusal is { } badTag)
            return new(badTag);
        var body = isPatch ? await request.ReadMergePatchAsync(context.RequestAborted) : await request.ReadJsonAsync(context.RequestAborted);
        if (body.IsRefused)
            return new(body.Refusal);
        var fields = new ObjectReader(body.Value.Root);
        var command = read(fields);
        if (fields.Finish() is { } invalid)
            return new(invalid);

        var origin = Origins.Of(context);
        var edition = await context.RequestServices.GetRequiredService<Pins>().EditionAsync(context.RequestAborted);
        return new(new Append(
            command,
            origin,
            key.Value is null ? null : new CommandKey($"{origin.Principal} {request.Method} {request.Path}", key.Value, SHA256.HashData(CanonicalJson.Of(body.Value.Root, CanonicalNumbers.Exact).Span)),
            new Precondition(expectedVersion, EntityTags.PositionsOf(ifMatch.Value, edition))));
    }
}
