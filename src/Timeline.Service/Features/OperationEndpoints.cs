using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Timeline.Domain;
using Timeline.Domain.Json;
using Timeline.Service.Http;
using Timeline.Service.Live;
using Timeline.Service.Reading;
using Timeline.Service.Rebuilding;

namespace Timeline.Service.Features;

/// <summary>
/// <c>GET /api/operations/{id}</c>: how an operation stands, at once, when it has ended (<c>Prefer: wait</c>, RFC 7240), or as server-sent events;
/// what it found; <c>DELETE</c> cancels it.
/// </summary>
internal static class OperationEndpoints
{
    private const int LongestWait = 60;
    private const string Ended = "end";
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(200);

    public static void MapOperations(this IEndpointRouteBuilder routes)
    {
        routes.MapRead("/api/operations/{id}", GetAsync);
        routes.MapDelete("/api/operations/{id}", CancelAsync);
        routes.MapRead("/api/operations/{id}/differences", DifferencesAsync);
    }

    /// <summary>Writes an operation.</summary>
    public static Task WriteAsync(HttpContext context, Operation operation, IReadOnlyList<RowDifference> differences) => Answer.WriteAsync(context, body =>
    {
        using var json = new Utf8JsonWriter(body, TimelineJson.Writer);
        OperationJson.Write(json, operation, differences);
    });

    private static async Task<IResult> GetAsync(string id, HttpContext context, Operations operations, LiveOptions options, IHostApplicationLifetime lifetime)
    {
        var found = await FindAsync(id, context, operations, new QueryReader(context.Request));
        if (found.IsRefused)
            return Problems.Of(found.Refusal);
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.Vary = "Accept, Prefer";
        // Only who follows events says this.
        if (context.Request.Headers["Last-Event-ID"].ToString() == Ended)
            return Results.NoContent();
        if (WantsEvents(context.Request))
            return await StreamAsync(context, found.Value, operations, options, lifetime);
        var wait = Wait(context.Request);
        if (wait is { } seconds)
            context.Response.Headers["Preference-Applied"] = string.Create(CultureInfo.InvariantCulture, $"wait={seconds}");
        var operation = await WaitAsync(found.Value, operations, wait ?? 0, context.RequestAborted);
        await WriteAsync(context, operation, await FirstDifferencesAsync(operation, operations, context.RequestAborted));
        return Results.Empty;
    }

    private static async Task<IResult> CancelAsync(string id, HttpContext context, Operations operations, ViewKeeper keeper)
    {
        if (SameOrigin.Refusal(context.Request) is { } foreign)
            return Problems.Of(foreign);
        var found = await FindAsync(id, context, operations, new QueryReader(context.Request));
        if (found.IsRefused)
            return Problems.Of(found.Refusal);
        context.Response.Headers.CacheControl = "no-store";
        var operation = found.Value;
        if (operation.State == OperationState.Running)
        {
            await operations.CancelAsync(operation.Id, context.RequestAborted);
            keeper.Wake();
            operation = await operations.FindAsync(operation.Id, context.RequestAborted) ?? operation;
        }
        context.Response.StatusCode = operation.State == OperationState.Running ? StatusCodes.Status202Accepted : StatusCodes.Status200OK;
        await WriteAsync(context, operation, await FirstDifferencesAsync(operation, operations, context.RequestAborted));
        return Results.Empty;
    }

    private static async Task<IResult> DifferencesAsync(string id, HttpContext context, Operations operations)
    {
        var query = new QueryReader(context.Request);
        var (after, limit) = (query.OptionalInteger("after", min: 0) ?? 0, query.OptionalInteger("limit", 1, 1000) ?? 100);
        var found = await FindAsync(id, context, operations, query);
        if (found.IsRefused)
            return Problems.Of(found.Refusal);
        var differences = await operations.DifferencesAsync(found.Value.Id, after, limit + 1, context.RequestAborted);
        var next = differences.Count > limit ? FormattableString.Invariant($"{OperationJson.DifferencesOf(found.Value, differences[(int)limit - 1].Number)}&limit={limit}") : null;
        context.Response.Headers.CacheControl = "no-store";
        if (next is not null)
            context.Response.Headers.Append("Link", $"<{next}>; rel=\"next\"");
        await Answer.WriteAsync(context, body =>
        {
            using var json = new Utf8JsonWriter(body, TimelineJson.Writer);
            json.WriteStartObject();
            json.WriteStartArray("items");
            foreach (var difference in differences.Take((int)limit))
                OperationJson.Write(json, difference);
            json.WriteEndArray();
            if (next is not null)
                json.WriteString("next", next);
            json.WriteEndObject();
        });
        return Results.Empty;
    }

    private static async Task<Parsed<Operation>> FindAsync(string id, HttpContext context, Operations operations, QueryReader query)
    {
        if (query.Finish() is { } bad)
            return new(bad);
        return long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && await operations.FindAsync(number, context.RequestAborted) is { } operation
            ? new(operation)
            : new(new Refusal(RefusalCode.NotFound, $"There is no operation {id}; those that ended more than 30 days ago are forgotten."));
    }

    private static Task<IReadOnlyList<RowDifference>> FirstDifferencesAsync(Operation operation, Operations operations, CancellationToken cancellation) =>
        operation.Progress.HasDifferences ? operations.DifferencesAsync(operation.Id, 0, OperationJson.MostShown + 1, cancellation) : Task.FromResult<IReadOnlyList<RowDifference>>([]);

    private static async Task<Operation> WaitAsync(Operation operation, Operations operations, int seconds, CancellationToken cancellation)
    {
        var until = DateTime.UtcNow.AddSeconds(seconds);
        while (operation.State == OperationState.Running && DateTime.UtcNow < until)
        {
            await Task.Delay(LookEvery, cancellation);
            operation = await operations.FindAsync(operation.Id, cancellation) ?? operation;
        }
        return operation;
    }

    /// <summary>An event whenever it has changed; the last one is named <c>end</c>, and a reconnect after it gets 204.</summary>
    private static async Task<IResult> StreamAsync(HttpContext context, Operation operation, Operations operations, LiveOptions options, IHostApplicationLifetime lifetime)
    {
        var response = context.Response;
        response.ContentType = "text/event-stream";
        response.Headers["X-Accel-Buffering"] = "no";
        if (HttpMethods.IsHead(context.Request.Method))
            return Results.Empty;
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        var output = new LiveOutput(response.BodyWriter, options.WriteTimeout);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        try
        {
            await output.WriteAsync("retry: 2000\n", stop.Token);
            for (var changed = default(DateTime?); ;)
            {
                var hasEnded = operation.State != OperationState.Running;
                if (operation.ChangedAt != changed || hasEnded)
                {
                    var differences = await FirstDifferencesAsync(operation, operations, stop.Token);
                    await output.WriteAsync($"{(hasEnded ? "event: end\n" : "")}data: {ToText(operation, differences)}\n{(hasEnded ? $"id: {Ended}\n" : "")}\n", stop.Token);
                }
                else if (output.Silence >= options.Heartbeat)
                {
                    await output.WriteAsync(":\n\n", stop.Token);
                }
                await output.FlushAsync(stop.Token);
                if (hasEnded)
                    break;
                changed = operation.ChangedAt;
                await Task.Delay(LookEvery, stop.Token);
                operation = await operations.FindAsync(operation.Id, stop.Token) ?? operation;
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The client is gone, or asks another instance.
        }
        catch (TimeoutException) when (response.HasStarted)
        {
            context.Abort();
        }
        return Results.Empty;
    }

    private static string ToText(Operation operation, IReadOnlyList<RowDifference> differences)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, TimelineJson.Writer))
            OperationJson.Write(json, operation, differences);
        return System.Text.Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static bool WantsEvents(HttpRequest request) => request.GetTypedHeaders().Accept
        .OrderByDescending(accept => accept.Quality ?? 1)
        .FirstOrDefault(accept => accept.MediaType.Value is "text/event-stream" or "application/json" or "*/*" or "application/*")
        ?.MediaType.Value == "text/event-stream";

    /// <summary>The seconds of <c>Prefer: wait=…</c>; a preference that cannot be met is ignored.</summary>
    private static int? Wait(HttpRequest request)
    {
        foreach (var preference in request.Headers["Prefer"].SelectMany(line => (line ?? "").Split(',', ';')))
        {
            var parts = preference.Split('=', 2);
            if (parts[0].Trim().Equals("wait", StringComparison.OrdinalIgnoreCase) && parts.Length == 2
                && int.TryParse(parts[1].Trim().Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            {
                return Math.Min(seconds, LongestWait);
            }
        }
        return null;
    }
}
