using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Timeline.Domain;
using Timeline.Domain.Time;
using Timeline.Service.Http;
using Timeline.Service.Live;
using Timeline.Service.Reading;
using Timeline.Service.Views;

namespace Timeline.Service.Features;

/// <summary>
/// <c>GET /api/timeline/replay</c>: how the answer changed as known time went by, as server-sent events: <c>start</c> with what is played, a frame for
/// each instant at which the filtered answer changed, <c>end</c>. Reconnecting goes on after the <c>Last-Event-ID</c>.
/// </summary>
internal static class ReplayEndpoint
{
    public const string Path = "/api/timeline/replay";

    public static void MapReplay(this IEndpointRouteBuilder routes) => routes.MapRead(Path, HandleAsync);

    private static async Task<IResult> HandleAsync(
        HttpContext context, Pins pins, TimelineView timeline, ChangeTimes times, ReplayView view, LiveOptions options, IHostApplicationLifetime lifetime)
    {
        var query = new QueryReader(context.Request);
        var request = ReplayRequest.Read(query);
        if (query.Finish() is { } bad)
            return Problems.Of(bad);
        var last = ReadLastId(context.Request, request);
        if (last.IsRefused)
            return Problems.Of(last.Refusal);
        if (last.Value.IsEnd)
            return Results.NoContent();
        var resolved = await request.ResolveAsync(pins, timeline, times, last.Value.Id?.Basis, context.RequestAborted);
        if (resolved.IsRefused)
            return Problems.Of(resolved.Refusal);
        var replay = resolved.Value;

        var response = context.Response;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        // nginx and others would hold the frames back.
        response.Headers["X-Accel-Buffering"] = "no";
        if (HttpMethods.IsHead(context.Request.Method))
            return Results.Empty;
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();

        var basisInIds = request.To.Basis is null ? replay.Basis : (long?)null;
        var frames = new ReplayFrames(new LiveOutput(response.BodyWriter, options.WriteTimeout), at => new ReplayId(at, basisInIds).ToString());
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        try
        {
            if (last.Value.Id is null)
                await frames.StartAsync(replay.From, json => WriteStart(json, request, replay), stop.Token);
            else
                await response.StartAsync(stop.Token);
            var player = new ReplayPlayer(view, replay, new ReplayPace(request.Speed), options.Heartbeat);
            await player.PlayAsync(Instant.Max(replay.From, last.Value.Id?.At ?? replay.From), frames, stop.Token);
            await frames.EndAsync(json => json.WriteString("at", replay.To.ToString()), stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The client is gone, or will go on after its last frame at another instance.
        }
        catch (TimeoutException) when (response.HasStarted)
        {
            // It takes nothing any more. It can go on where it was.
            context.Abort();
        }
        return Results.Empty;
    }

    private static void WriteStart(Utf8JsonWriter json, ReplayRequest request, Replay replay)
    {
        json.WriteString("from", replay.From.ToString());
        json.WriteString("to", replay.To.ToString());
        json.WriteNumber("basis", replay.Basis);
        json.WriteString("edition", replay.Edition);
        json.WriteString("permalink", request.Permalink(replay));
    }

    private static Parsed<LastId> ReadLastId(HttpRequest request, ReplayRequest replay)
    {
        var text = request.Headers["Last-Event-ID"].ToString();
        if (text.Length == 0)
            return new(new LastId(null, IsEnd: false));
        if (text == ReplayId.End)
            return new(new LastId(null, IsEnd: true));
        if (!ReplayId.TryParse(text, out var id))
            return Refused("must be the id of a frame, as this address has sent it");
        return id.Basis is { } basis && replay.To.Basis is { } asked && asked != basis
            ? Refused($"belongs to basis {basis}, not to basis {asked}")
            : new(new LastId(id, IsEnd: false));

        static Parsed<LastId> Refused(string message) => new(new Refusal(
            RefusalCode.BadParameter, $"Last-Event-ID: {message}.", new Dictionary<string, string[]> { ["Last-Event-ID"] = [message] }));
    }

    /// <summary>Where a client goes on that was here before.</summary>
    private sealed record LastId(ReplayId? Id, bool IsEnd);
}
