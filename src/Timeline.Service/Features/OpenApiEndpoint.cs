using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Timeline.Domain.Json;
using Timeline.Service.Http;
using Timeline.Service.Reading;

namespace Timeline.Service.Features;

/// <summary><c>GET /openapi/v1.json</c>: the API, described. Assembled once, revalidated by its ETag.</summary>
internal static class OpenApiEndpoint
{
    public static void MapOpenApi(this IEndpointRouteBuilder routes)
    {
        var version = typeof(OpenApiEndpoint).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
        var utf8 = Utf8(OpenApiDocument.Assemble(version));
        var tag = EntityTag.OfContent(utf8);
        routes.MapRead("/openapi/v1.json", (HttpContext context) => AnswerAsync(context, utf8, tag));
    }

    private static async Task AnswerAsync(HttpContext context, ReadOnlyMemory<byte> utf8, EntityTag tag)
    {
        var response = context.Response;
        response.Headers.CacheControl = "no-cache";
        response.Headers.ETag = tag.ToString();
        if (Conditional.NotModified(context.Request, tag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }
        response.ContentType = Answer.Json;
        response.ContentLength = utf8.Length;
        await response.Body.WriteAsync(utf8, context.RequestAborted);
    }

    private static byte[] Utf8(JsonObject document)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, TimelineJson.Writer with { Indented = true }))
            document.WriteTo(json);
        stream.Write("\n"u8);
        return stream.ToArray();
    }
}
