using Microsoft.Net.Http.Headers;

namespace Timeline.Service.Http;

/// <summary>
/// Lets pages of any origin read, and none write (the Fetch standard's CORS protocol). The answer does not depend on the <c>Origin</c> header, so
/// that shared caches may keep it.
/// </summary>
public static class Cors
{
    private const string Exposed = "ETag, Link, Location, Content-Location, Memento-Datetime, Retry-After";

    // Not Content-Type: browsers remember allowed headers by address, for every method, and would then send a foreign page's JSON write unasked.
    private const string AllowedRequestHeaders =
        "Accept, Accept-Datetime, Accept-Language, Authorization, Cache-Control, If-None-Match, If-Modified-Since, Last-Event-ID, "
        + "Range, traceparent, tracestate";

    public static IApplicationBuilder UseReadsFromAnyOrigin(this IApplicationBuilder app) => app.Use(next => context => HandleAsync(context, next));

    private static Task HandleAsync(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        var wanted = request.Headers.AccessControlRequestMethod.ToString();
        var isPreflight = HttpMethods.IsOptions(request.Method) && wanted.Length > 0 && request.Headers.Origin.Count > 0;
        var reads = isPreflight ? IsRead(wanted) : IsRead(request.Method) || HttpMethods.IsOptions(request.Method);
        if (!reads)
            return next(context);

        // When the answer starts, so that clearing it after an exception does not hide the problem from the page.
        context.Response.OnStarting(static state =>
        {
            var headers = ((HttpContext)state).Response.Headers;
            headers.AccessControlAllowOrigin = "*";
            headers.AccessControlExposeHeaders = Exposed;
            return Task.CompletedTask;
        }, context);
        return isPreflight ? AnswerPreflight(context.Response) : next(context);
    }

    private static Task AnswerPreflight(HttpResponse response)
    {
        response.StatusCode = StatusCodes.Status204NoContent;
        response.Headers.AccessControlAllowMethods = "GET, HEAD";
        response.Headers.AccessControlAllowHeaders = AllowedRequestHeaders;
        response.Headers.AccessControlMaxAge = "86400";
        response.Headers[HeaderNames.Vary] = "Access-Control-Request-Method";
        return Task.CompletedTask;
    }

    private static bool IsRead(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method);
}
