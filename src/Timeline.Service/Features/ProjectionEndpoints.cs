using Timeline.Domain;
using Timeline.Service.Http;
using Timeline.Service.Reading;
using Timeline.Service.Rebuilding;
using Timeline.Service.Views;

namespace Timeline.Service.Features;

/// <summary>
/// <c>GET /api/projections</c>: how the views stand. <c>POST …/rebuild</c> and <c>…/verify</c> start operations on them.
/// </summary>
internal static class ProjectionEndpoints
{
    public static void MapProjections(this IEndpointRouteBuilder routes)
    {
        routes.MapRead("/api/projections", ListAsync);
        routes.MapPost("/api/projections/{name}/rebuild", context => StartAsync(context, OperationKind.Rebuild));
        routes.MapPost("/api/projections/{name}/verify", context => StartAsync(context, OperationKind.Verify));
    }

    private static async Task<IResult> ListAsync(HttpContext context, ProjectionStatuses statuses, Operations operations, LogIdentity log)
    {
        if (new QueryReader(context.Request).Finish() is { } bad)
            return Problems.Of(bad);
        var projections = await statuses.ReadAsync(context.RequestAborted);
        var versions = await statuses.VersionsAsync(context.RequestAborted);
        var newest = await operations.NewestAsync(context.RequestAborted);
        context.Response.Headers.CacheControl = "no-store";
        await Answer.WriteAsync(context, body => ProjectionJson.Write(body, log, projections, versions, newest));
        return Results.Empty;
    }

    private static async Task StartAsync(HttpContext context, OperationKind kind)
    {
        var services = context.RequestServices;
        var request = SameOrigin.Refusal(context.Request) is { } foreign ? new Parsed<OperationRequest>(foreign) : await ReadAsync(context, kind);
        if (request.IsRefused)
        {
            await Problems.Of(request.Refusal).ExecuteAsync(context);
            return;
        }
        var (operation, isNew) = await services.GetRequiredService<Operations>().StartAsync(request.Value, context.RequestAborted);
        context.Response.Headers.Location = operation.Location;
        if (!isNew)
        {
            await Problems.Of(new Refusal(
                RefusalCode.AlreadyRunning, $"A {(operation.Kind == OperationKind.Rebuild ? "rebuild" : "verification")} of {operation.Projection} runs already: see {operation.Location}.")).ExecuteAsync(context);
            return;
        }
        services.GetRequiredService<ViewKeeper>().Wake();
        context.Response.StatusCode = StatusCodes.Status202Accepted;
        context.Response.Headers.CacheControl = "no-store";
        await OperationEndpoints.WriteAsync(context, operation, []);
    }

    private static async Task<Parsed<OperationRequest>> ReadAsync(HttpContext context, OperationKind kind)
    {
        var name = (string)context.Request.RouteValues["name"]!;
        if (!Projections.IsName(name))
            return new(new Refusal(RefusalCode.NotFound, $"There is no projection '{name}': see /api/projections; 'all' stands for all of them."));
        var sets = context.RequestServices.GetRequiredService<ViewSets>();
        var live = await sets.CurrentAsync(context.RequestAborted);
        var query = new QueryReader(context.Request);
        var parameters = OperationParameters.Read(query, kind, name, live.Number, sets.Versions);
        if (query.Finish() is { } bad)
            return new(bad);
        if (parameters.Selection.Actor is { } text)
        {
            // By its id, where it is known: an alias stands for its actor.
            var found = await context.RequestServices.GetRequiredService<TimelineView>().FindActorsAsync([text], long.MaxValue - 1, context.RequestAborted);
            parameters = parameters with { Selection = parameters.Selection with { Actor = found.GetValueOrDefault(text, text) } };
        }
        return new(new OperationRequest(kind, name, new OperationOptions(parameters.Selection, parameters.Accept, parameters.Repair), Origins.Of(context).Principal, parameters.Version));
    }
}
