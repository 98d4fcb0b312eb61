using System.Text;
using Timeline.Domain;
using Timeline.Service.Http;
using Timeline.Service.Reading;

namespace Timeline.Service.Features;

/// <summary>In which form a citation is given.</summary>
internal enum CitationFormat
{
    Json,
    Text,
    Bibtex,
    Csl,
}

/// <summary>
/// <c>GET /api/cite/…</c>: the permalink, the hash and a ready-made citation of the answer that <c>/api/…</c> gives to the same question. The
/// question is asked of the service itself, so that the hash is of the very bytes that the permalink gives.
/// </summary>
internal static class CiteEndpoint
{
    private static readonly string[] NotCitable = ["cite", "import", "timemap", "timeline/live", "timeline/replay"];

    public static void MapCitations(this IEndpointRouteBuilder routes) => routes.MapRead("/api/cite/{**path}", HandleAsync);

    private static async Task<IResult> HandleAsync(string? path, HttpContext context, Pipeline pipeline)
    {
        var query = new QueryReader(context.Request, strict: false);
        var format = query.OptionalEnum<CitationFormat>("format");
        if (query.Finish() is { } bad)
            return Problems.Of(bad);
        if (string.IsNullOrEmpty(path) || NotCitable.Any(part => path == part || path.StartsWith(part + "/", StringComparison.Ordinal)))
            return Problems.Of(new Refusal(RefusalCode.NotFound, "Cite an answer by its own path: /api/cite/timeline?…, /api/cite/timeline/diff?…, /api/cite/developments/{id}, /api/cite/actors/{id}, /api/cite/measures/{measure}."));

        var asked = await pipeline.AskAsync(context, $"/api/{path}", WithoutFormat(context.Request.QueryString));
        if (asked.Vary.Length > 0)
            context.Response.Headers.Vary = asked.Vary;
        if (asked.Status != StatusCodes.Status200OK || asked.Permalink is null)
        {
            // The question's own refusal says what is wrong with it.
            context.Response.StatusCode = asked.Status;
            context.Response.Headers.CacheControl = asked.CacheControl;
            context.Response.ContentType = asked.ContentType;
            await context.Response.Body.WriteAsync(asked.Body, context.RequestAborted);
            return Results.Empty;
        }
        var citation = Citation.Of(asked, $"{context.Request.Scheme}://{context.Request.Host}");
        return await WriteAsync(context, citation, format ?? CitationFormat.Json, asked.CacheControl);
    }

    private static async Task<IResult> WriteAsync(HttpContext context, Citation citation, CitationFormat format, string cacheControl)
    {
        var response = context.Response;
        response.Headers.CacheControl = cacheControl;
        var (contentType, body) = format switch
        {
            CitationFormat.Text => ("text/plain; charset=utf-8", Encoding.UTF8.GetBytes(citation.ToText() + "\n")),
            CitationFormat.Bibtex => ("application/x-bibtex; charset=utf-8", Encoding.UTF8.GetBytes(citation.ToBibTex() + "\n")),
            CitationFormat.Csl => ("application/vnd.citationstyles.csl+json; charset=utf-8", citation.ToCsl()),
            _ => (Answer.Json, citation.ToJson()),
        };
        var tag = EntityTag.OfContent(body);
        response.Headers.ETag = tag.ToString();
        if (Conditional.NotModified(context.Request, tag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Results.Empty;
        }
        response.ContentType = contentType;
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body, context.RequestAborted);
        return Results.Empty;
    }

    private static QueryString WithoutFormat(QueryString query) => QueryString.Create(
        Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(query.Value).Where(pair => pair.Key != "format"));
}
