using System.Text.Encodings.Web;
using Timeline.Service.Http;

namespace Timeline.Service.Web;

/// <summary>
/// The HTML of a page. It is the same at each of its addresses, since the script reads from the address what to show; but for the oEmbed link,
/// which programs that run no script read.
/// </summary>
internal sealed class WebPage(WebFile file, string policy) : IResult
{
    /// <summary>Nothing but what this service serves, nothing in line, and no text becomes HTML (Trusted Types; the page's own policy escapes it).</summary>
    public const string Policy = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'; "
        + "require-trusted-types-for 'script'; trusted-types default";

    /// <summary>As <see cref="Policy"/>, for what other sites may show in a frame. It sets no HTML at all.</summary>
    public const string EmbedPolicy = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors *; "
        + "require-trusted-types-for 'script'; trusted-types 'none'";

    private readonly string _html = file.Text;

    /// <summary>Whether oEmbed knows the page's addresses.</summary>
    public bool IsEmbeddable { get; init; }

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.Headers.CacheControl = "no-cache";
        httpContext.Response.Headers.ContentSecurityPolicy = policy;
        return IsEmbeddable ? WriteWithLinkAsync(httpContext) : file.WriteAsync(httpContext);
    }

    private async Task WriteWithLinkAsync(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        var origin = $"{request.Scheme}://{request.Host.ToUriComponent()}";
        var address = $"{origin}{request.Path.ToUriComponent()}{request.QueryString.ToUriComponent()}";
        var href = $"{origin}/oembed?format=json&url={Uri.EscapeDataString(address)}";
        var link = $"<link rel=\"alternate\" type=\"application/json+oembed\" title=\"oEmbed\" href=\"{HtmlEncoder.Default.Encode(href)}\">\n";
        var utf8 = System.Text.Encoding.UTF8.GetBytes(_html.Replace("</head>", link + "</head>", StringComparison.Ordinal));
        var tag = EntityTag.OfContent(utf8);
        response.Headers.ETag = tag.ToString();
        if (Conditional.NotModified(request, tag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }
        response.ContentType = "text/html; charset=utf-8";
        response.ContentLength = utf8.Length;
        if (!HttpMethods.IsHead(request.Method))
            await response.Body.WriteAsync(utf8, context.RequestAborted);
    }
}
