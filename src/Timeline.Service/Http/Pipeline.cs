namespace Timeline.Service.Http;

/// <summary>An answer of the service to a question of its own.</summary>
/// <param name="Permalink">Where the very same bytes are found for ever; null where the answer has none.</param>
internal sealed record OwnAnswer(int Status, string ContentType, string CacheControl, string Vary, string? Permalink, byte[] Body);

/// <summary>The service's own request pipeline, for requests about other requests.</summary>
internal sealed class Pipeline
{
    private RequestDelegate? _next;

    /// <summary>Asks everything that comes after this in the pipeline.</summary>
    public void CaptureFrom(IApplicationBuilder app) => app.Use(next => _next = next);

    /// <summary>Sends a GET through the pipeline, for JSON, with the caller's <c>Accept-Datetime</c> and identity.</summary>
    public async Task<OwnAnswer> AskAsync(HttpContext caller, PathString path, QueryString query)
    {
        using var body = new MemoryStream();
        var context = new DefaultHttpContext { RequestServices = caller.RequestServices, RequestAborted = caller.RequestAborted, User = caller.User };
        context.Request.Method = HttpMethods.Get;
        context.Request.Scheme = caller.Request.Scheme;
        context.Request.Host = caller.Request.Host;
        context.Request.Path = path;
        context.Request.QueryString = query;
        context.Request.Headers["Accept-Datetime"] = caller.Request.Headers["Accept-Datetime"];
        context.Response.Body = body;
        await _next!(context);
        await context.Response.CompleteAsync();
        var headers = context.Response.Headers;
        return new OwnAnswer(context.Response.StatusCode, context.Response.ContentType ?? "", headers.CacheControl.ToString(), headers.Vary.ToString(), headers.ContentLocation.ToString() is { Length: > 0 } link ? link : null, body.ToArray());
    }
}
