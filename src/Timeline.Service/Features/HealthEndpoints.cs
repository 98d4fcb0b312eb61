using Npgsql;
using Timeline.Domain;
using Timeline.Service.Http;
using Timeline.Service.Rebuilding;
using Timeline.Service.Views;

namespace Timeline.Service.Features;

/// <summary><c>GET /health/live</c>: the process answers. <c>GET /health/ready</c>: so does its database.</summary>
internal static class HealthEndpoints
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapRead("/health/live", (HttpContext context) => Healthy(context, new { status = "healthy" }));
        routes.MapRead("/health/ready", ReadyAsync);
    }

    private static async Task<IResult> ReadyAsync(HttpContext context, TimelineView view, NpgsqlDataSource dataSource)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        patience.CancelAfter(Patience);
        try
        {
            var position = (await view.HeadAsync(basis: null, patience.Token)).Position;
            return Healthy(context, new { status = "healthy", position, unreadableEvents = await ProjectionStatuses.UnreadableAsync(dataSource, patience.Token) });
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException || (exception is OperationCanceledException && !context.RequestAborted.IsCancellationRequested))
        {
            return Problems.Of(new Refusal(RefusalCode.Unavailable, "The database does not answer."));
        }
    }

    private static IResult Healthy(HttpContext context, object answer)
    {
        context.Response.Headers.CacheControl = "no-store";
        return Results.Json(answer);
    }
}
