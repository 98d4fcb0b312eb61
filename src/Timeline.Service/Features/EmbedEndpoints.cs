using Timeline.Domain;
using Timeline.Service.Http;
using Timeline.Service.Reading;
using Timeline.Service.Web;

namespace Timeline.Service.Features;

/// <summary>In which form oEmbed answers.</summary>
internal enum OEmbedFormat
{
    Json,
    Xml,
}

/// <summary><c>GET /embed</c>: the page that other sites frame. <c>GET /oembed</c>: how to (oEmbed 1.0, https://oembed.com).</summary>
internal static class EmbedEndpoints
{
    private const int MostPixels = 100_000;
    private const int MostInAnAddress = 4000;

    public static void MapEmbed(this IEndpointRouteBuilder routes)
    {
        IResult page = WebFiles.Embed is { } file
            ? new WebPage(file, WebPage.EmbedPolicy) { IsEmbeddable = true }
            : HtmlPage.Of("No pages", "<h1>No pages</h1>\n<p>This service was built without its pages; the API answers at <a href=\"/api/timeline\">/api/timeline</a>.</p>\n", StatusCodes.Status404NotFound);
        routes.MapRead("/embed", () => page);
        routes.MapRead("/oembed", HandleAsync);
    }

    private static async Task<IResult> HandleAsync(HttpContext context)
    {
        var query = new QueryReader(context.Request, strict: false);
        var url = query.OptionalText("url", 1, MostInAnAddress);
        var width = query.OptionalInteger("maxwidth", 1, MostPixels);
        var height = query.OptionalInteger("maxheight", 1, MostPixels);
        var format = query.OptionalEnum<OEmbedFormat>("format");
        if (!query.Has("url"))
            query.Fail("url", "must be given: the address of the page to embed");
        if (query.Finish() is { } bad)
            return Problems.Of(bad);
        if (Embedding.Of(url!, context.Request.Host) is not { } embedding)
            return Problems.Of(new Refusal(RefusalCode.NotFound, "url is no page of this service that can be embedded: those are /, /actors/{id} and /embed."));

        var answer = new OEmbed(embedding, (int)Math.Min(width ?? OEmbed.Width, OEmbed.Width), (int)Math.Min(height ?? OEmbed.Height, OEmbed.Height));
        var (type, body) = format == OEmbedFormat.Xml ? ("text/xml; charset=utf-8", answer.ToXml()) : (Answer.Json, answer.ToJson());
        var response = context.Response;
        var tag = EntityTag.OfContent(body);
        response.Headers.CacheControl = "no-cache";
        response.Headers.ETag = tag.ToString();
        if (Conditional.NotModified(context.Request, tag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Results.Empty;
        }
        response.ContentType = type;
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body, context.RequestAborted);
        return Results.Empty;
    }
}
