namespace Timeline.Service.Http;

/// <summary>Headers that keep browsers from guessing and from running what we did not send.</summary>
public static class SecurityHeaders
{
    /// <summary>For HTML pages that set no <c>Content-Security-Policy</c> of their own. Styles may be inline, as timeline widgets need it.</summary>
    public const string PagePolicy =
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: https:; object-src 'none'; "
        + "base-uri 'none'; form-action 'self'; frame-ancestors 'self'";

    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app) => app.Use(next => context =>
    {
        context.Response.OnStarting(static state =>
        {
            var response = ((HttpContext)state).Response;
            response.Headers.XContentTypeOptions = "nosniff";
            response.Headers["Referrer-Policy"] = "strict-origin-when-cross-origin";
            var isPage = response.ContentType?.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) == true;
            if (isPage && response.Headers.ContentSecurityPolicy.Count == 0)
                response.Headers.ContentSecurityPolicy = PagePolicy;
            return Task.CompletedTask;
        }, context);
        return next(context);
    });
}
