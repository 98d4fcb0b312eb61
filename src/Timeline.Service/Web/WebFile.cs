using Timeline.Service.Http;
using Timeline.Service.Serving;

namespace Timeline.Service.Web;

/// <summary>A file of the built page, as it is and as it was compressed when it was built.</summary>
internal sealed class WebFile(string path, byte[] plain, byte[]? brotli, byte[]? gzip)
{
    private readonly string _type = TypeOf(path);
    private readonly EntityTag _tag = EntityTag.OfContent(plain);

    /// <summary>Of a file in UTF-8.</summary>
    public string Text => System.Text.Encoding.UTF8.GetString(plain);

    /// <summary>Answers a GET or HEAD; the caller has set <c>Cache-Control</c>.</summary>
    public async Task WriteAsync(HttpContext context)
    {
        var response = context.Response;
        var (coding, bytes) = Choose(context.Request);
        // Strong tags differ where the bytes do.
        var tag = coding is null ? _tag : _tag with { Opaque = $"{_tag.Opaque}-{coding}" };
        response.Headers.ETag = tag.ToString();
        response.Headers.Vary = "Accept-Encoding";
        if (Conditional.NotModified(context.Request, tag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }
        if (coding is not null)
            response.Headers.ContentEncoding = coding;
        response.ContentType = _type;
        response.ContentLength = bytes.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
            await response.Body.WriteAsync(bytes, context.RequestAborted);
    }

    private (string? Coding, byte[] Bytes) Choose(HttpRequest request)
    {
        return brotli is not null && Compression.Accepts(request, "br") ? ("br", brotli)
            : gzip is not null && Compression.Accepts(request, Compression.Gzip) ? (Compression.Gzip, gzip)
            : (null, plain);
    }

    private static string TypeOf(string path) => Path.GetExtension(path) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        ".woff2" => "font/woff2",
        var other => throw new NotSupportedException($"{path}: the page has no files of type {other}."),
    };
}
