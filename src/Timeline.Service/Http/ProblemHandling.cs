using Npgsql;
using Timeline.Domain;
using Timeline.Service.Views;

namespace Timeline.Service.Http;

/// <summary>
/// Turns every failure that has no body of its own into problem details: exceptions, and the bare statuses of the framework
/// (unknown route, wrong method, media type).
/// </summary>
public static class ProblemHandling
{
    public static IApplicationBuilder UseProblems(this IApplicationBuilder app)
    {
        var services = app.ApplicationServices;
        var logger = services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(ProblemHandling).FullName!);
        var stopping = services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        return app.Use(next => context => HandleAsync(context, next, logger, stopping));
    }

    private static async Task HandleAsync(HttpContext context, RequestDelegate next, ILogger logger, CancellationToken stopping)
    {
        try
        {
            await next(context);
        }
        catch (Exception exception) when (ClientIsGone(context, exception))
        {
            return;
        }
        catch (Exception exception)
        {
            var problem = Of(exception, stopping);
            Log(logger, exception, problem, context);
            if (context.Response.HasStarted)
            {
                // The client must not take what it has for the whole answer.
                context.Abort();
                return;
            }
            context.Response.Clear();
            await problem.ExecuteAsync(context);
            return;
        }

        var response = context.Response;
        if (response.StatusCode >= 400 && !response.HasStarted && response.ContentLength is null && string.IsNullOrEmpty(response.ContentType))
            await (NotFoundPage.IsFor(context) ? NotFoundPage.Page : (IResult)OfBareStatus(context)).ExecuteAsync(context);
    }

    private static Problem OfBareStatus(HttpContext context) => context.Response.StatusCode switch
    {
        404 => Problems.OfStatus(404, "There is nothing at this address."),
        405 => Problems.OfStatus(405, $"This address does not take {context.Request.Method}; it takes {context.Response.Headers.Allow}."),
        var status => Problems.OfStatus(status),
    };

    private static bool ClientIsGone(HttpContext context, Exception exception) =>
        context.RequestAborted.IsCancellationRequested
        && exception is OperationCanceledException or IOException or NpgsqlException { InnerException: OperationCanceledException or IOException };

    private static Problem Of(Exception exception, CancellationToken stopping) => exception switch
    {
        // Its message may quote our code: the type's own words say enough.
        BadHttpRequestException bad => Problems.OfStatus(bad.StatusCode),
        OperationCanceledException when stopping.IsCancellationRequested =>
            Problems.Of(new Refusal(RefusalCode.Unavailable, "The service is shutting down. Send the same request again.")),
        UnknownViewVersionException unknown => Problems.Of(new Refusal(RefusalCode.Unavailable, unknown.Message)),
        _ when DatabaseAway.Explains(exception) =>
            Problems.Of(new Refusal(RefusalCode.Unavailable, "The database is not available at the moment. Send the same request again.")),
        _ => Problems.Of(ProblemTypes.Internal),
    };

    private static void Log(ILogger logger, Exception exception, Problem problem, HttpContext context)
    {
        var (method, path, traceId) = (context.Request.Method, context.Request.Path, Problem.TraceIdOf(context));
        if (problem.Type == ProblemTypes.Internal)
            logger.LogError(exception, "{Method} {Path} failed, trace {TraceId}", method, path, traceId);
        else if (problem.Type == ProblemTypes.Unavailable)
            logger.LogWarning("{Method} {Path} got 503, trace {TraceId}: {Reason}", method, path, traceId, exception.Message);
        else
            logger.LogDebug(exception, "{Method} {Path} got {Status}, trace {TraceId}", method, path, problem.Status, traceId);
    }
}
