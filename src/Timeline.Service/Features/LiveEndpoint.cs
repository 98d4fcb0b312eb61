using System.Globalization;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Timeline.Domain;
using Timeline.Service.Http;
using Timeline.Service.Live;
using Timeline.Service.Reading;
using Timeline.Service.Views;

namespace Timeline.Service.Features;

/// <summary>
/// <c>GET /api/timeline/live</c>: how the newest filtered answer changes from position to position, as server-sent events. Begins after the
/// <c>Last-Event-ID</c>, else after <c>afterBasis</c>, else now; ends only with the client, the service, or a client that takes nothing any more.
/// </summary>
internal static class LiveEndpoint
{
    public const string Path = "/api/timeline/live";
    private const string LastEventId = "Last-Event-ID";

    public static void MapLive(this IEndpointRouteBuilder routes) => routes.MapRead(Path, HandleAsync);

    private static async Task<IResult> HandleAsync(
        HttpContext context, Pins pins, TimelineView timeline, LiveView view, LiveFollower follower, LiveOptions options, IHostApplicationLifetime lifetime)
    {
        var query = new QueryReader(context.Request);
        var list = ListParameters.Read(query);
        if (query.Has("order"))
            query.Fail("order", "does not apply here: frames come in the order of the log");
        var afterBasis = query.OptionalInteger("afterBasis", min: 0);
        var edition = query.OptionalText("edition", 1, 100);
        if (query.Finish() is { } bad)
            return Problems.Of(bad);
        var last = ReadLastId(context.Request);
        if (last.IsRefused)
            return Problems.Of(last.Refusal);
        var pin = await pins.ResolveAsync(new PinRequest(null, last.Value ?? afterBasis, null, edition), context.RequestAborted);
        if (pin.IsRefused)
            return Problems.Of(pin.Refusal);
        var filter = await LiveFilter.ResolveAsync(list, timeline, pin.Value.Basis, context.RequestAborted);
        if (filter.IsRefused)
            return Problems.Of(filter.Refusal);

        var response = context.Response;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        // nginx and others would hold the frames back.
        response.Headers["X-Accel-Buffering"] = "no";
        if (HttpMethods.IsHead(context.Request.Method))
            return Results.Empty;
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        // The server's own rule would cut off, after 5 seconds, a reader without chunks (HTTP/1.0) that is merely slow; ours is the write timeout.
        if (context.Features.Get<IHttpMinResponseDataRateFeature>() is { } rate)
            rate.MinDataRate = null;

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        using var membership = follower.Join();
        try
        {
            var reader = new LiveReader(follower, view, filter.Value, new LiveOutput(response.BodyWriter, options.WriteTimeout), options.Heartbeat);
            await reader.RunAsync(pin.Value.Basis, stop.Token);
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

    private static Parsed<long?> ReadLastId(HttpRequest request)
    {
        var text = request.Headers[LastEventId].ToString();
        if (text.Length == 0)
            return new((long?)null);
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var position)
            ? new((long?)position)
            : new(new Refusal(
                RefusalCode.BadParameter, $"{LastEventId}: must be the id of a frame, as this address has sent it.",
                new Dictionary<string, string[]> { [LastEventId] = ["must be a position in the log"] }));
    }
}
