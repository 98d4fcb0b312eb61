using System.Security.Cryptography;
using Timeline.Domain;
using Timeline.Service.Http;
using Timeline.Service.Log;
using Timeline.Service.Reading;

namespace Timeline.Service.Features;

/// <summary>
/// A call that appends: how its body becomes a command, and where what it has created is found. A host maps each to its
/// <see cref="Pattern"/> and gives it a way to append.
/// </summary>
/// <param name="Read">Reads the body, of the development or actor that the path names.</param>
/// <param name="Location">Null for a change, whose answer is 200.</param>
internal sealed record WriteCall(string Method, string Pattern, Func<HttpContext, ObjectReader, Command> Read, Func<Appended, string>? Location)
{
    public static readonly WriteCall RegisterActor = new("POST", "/api/actors", (_, body) => CommandReader.ReadActor(body, Slugs.OfName), at => $"/api/actors/{at.Id}");
    public static readonly WriteCall DescribeActor = new("PATCH", "/api/actors/{id}", (context, body) => CommandReader.ReadActorPatch(Id(context), body), null);
    public static readonly WriteCall Report = new("POST", "/api/developments", (_, body) => CommandReader.ReadReport(body, Slugs.Unique), at => $"/api/developments/{at.Id}");
    public static readonly WriteCall Correct = FollowUp("corrections", CommandReader.ReadCorrection);
    public static readonly WriteCall Corroborate = FollowUp("corroborations", CommandReader.ReadCorroboration);
    public static readonly WriteCall Dispute = FollowUp("disputes", CommandReader.ReadDispute);
    public static readonly WriteCall Retract = FollowUp("retractions", CommandReader.ReadRetraction);
    public static readonly WriteCall Reinstate = FollowUp("reinstatements", CommandReader.ReadReinstatement);
    public static readonly WriteCall Annul = FollowUp("annulments", CommandReader.ReadAnnulment);

    public static IReadOnlyList<WriteCall> All { get; } = [RegisterActor, DescribeActor, Report, Correct, Corroborate, Dispute, Retract, Reinstate, Annul];

    /// <summary>Parse → command → log → answer.</summary>
    public async Task<IResult> AnswerAsync(HttpContext context, Func<Append, Task<AppendOutcome>> append)
    {
        var parsed = await ReadAsync(context);
        if (parsed.IsRefused)
            return Problems.Of(parsed.Refusal);
        var outcome = await append(parsed.Value);
        return outcome.Refusal is { } refusal ? Problems.Of(refusal) : new AppendedResult(outcome.Answer!, Location);
    }

    private static WriteCall FollowUp(string name, Func<string, ObjectReader, Command> read) =>
        new("POST", $"/api/developments/{{id}}/{name}", (context, body) => read(Id(context), body), at => $"/api/developments/{at.Id}/history");

    private static string Id(HttpContext context) => (string)context.Request.RouteValues["id"]!;

    private async Task<Parsed<Append>> ReadAsync(HttpContext context)
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
        var isPatch = HttpMethods.IsPatch(Method);
        var body = isPatch ? await request.ReadMergePatchAsync(context.RequestAborted) : await request.ReadJsonAsync(context.RequestAborted);
        if (body.IsRefused)
            return new(body.Refusal);
        var fields = new ObjectReader(body.Value.Root);
        var command = Read(context, fields);
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
