using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Net.Http.Headers;

namespace Timeline.Service.Http;

/// <summary>One occurrence of a <see cref="ProblemType"/> as an answer: RFC 9457 problem details, never cached.</summary>
/// <param name="Status">The status of the answer.</param>
/// <param name="Detail">What is wrong with this request, for people. Never anything about the inside of the service.</param>
/// <param name="Errors">Messages by field or parameter.</param>
/// <param name="RetryAfter">Rounded up to whole seconds.</param>
public sealed record Problem(
    ProblemType Type, int Status, string Detail, IReadOnlyDictionary<string, string[]>? Errors = null, TimeSpan? RetryAfter = null) : IResult
{
    public const string MediaType = "application/problem+json";

    // The body is JSON with nosniff, never a part of an HTML page: text in other scripts may stay readable.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The W3C trace id where the request is traced, else the server's own id of the request.</summary>
    public static string TraceIdOf(HttpContext context) => Activity.Current?.TraceId.ToHexString() ?? context.TraceIdentifier;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Status;
        response.ContentType = MediaType;
        response.Headers.CacheControl = "no-store";
        // An endpoint may have set these before it refused.
        response.Headers.Remove(HeaderNames.ETag);
        response.Headers.Remove(HeaderNames.LastModified);
        response.Headers.Remove(HeaderNames.Expires);
        if (RetryAfter is { } wait)
            response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);

        var body = ToUtf8(TraceIdOf(httpContext));
        response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(httpContext.Request.Method))
            await response.Body.WriteAsync(body, httpContext.RequestAborted);
    }

    /// <summary>Writes the problem as a JSON object, for answers in which it is a part.</summary>
    public void WriteTo(Utf8JsonWriter writer, string? traceId = null)
    {
        writer.WriteStartObject();
        writer.WriteString("type", Type.Uri);
        writer.WriteString("title", Type.Title);
        writer.WriteNumber("status", Status);
        writer.WriteString("detail", Detail);
        if (Errors is { Count: > 0 })
        {
            writer.WriteStartObject("errors");
            foreach (var (field, messages) in Errors)
            {
                writer.WriteStartArray(field);
                foreach (var message in messages)
                    writer.WriteStringValue(message);
                writer.WriteEndArray();
            }
            writer.WriteEndObject();
        }
        if (traceId is not null)
            writer.WriteString("traceId", traceId);
        writer.WriteEndObject();
    }

    private ReadOnlyMemory<byte> ToUtf8(string traceId)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer, Options);
        WriteTo(writer, traceId);
        writer.Flush();
        return buffer.WrittenMemory;
    }
}
