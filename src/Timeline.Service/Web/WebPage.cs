namespace Timeline.Service.Web;

/// <summary>The HTML of the page. It is the same at each of its addresses: the script reads from the address what to show.</summary>
internal sealed class WebPage(WebFile file) : IResult
{
    /// <summary>Nothing but what this service serves, nothing in line, and no text becomes HTML (Trusted Types; the page's own policy escapes it).</summary>
    public const string Policy = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'; "
        + "require-trusted-types-for 'script'; trusted-types default";

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.Headers.CacheControl = "no-cache";
        httpContext.Response.Headers.ContentSecurityPolicy = Policy;
        return file.WriteAsync(httpContext);
    }
}
