using Timeline.Service.Log;

namespace Timeline.Service.Features;

/// <summary>The calls that append: actors, reports and their follow-ups, by group commit.</summary>
internal static class WriteEndpoints
{
    public static void MapWrites(this IEndpointRouteBuilder routes)
    {
        var writer = routes.ServiceProvider.GetRequiredService<ILogWriter>();
        foreach (var call in WriteCall.All)
            routes.MapMethods(call.Pattern, [call.Method], (RequestDelegate)(async context => await (await call.AnswerAsync(context, writer.AppendAsync)).ExecuteAsync(context)));
    }
}
