using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Timeline.Domain.Json;
using Timeline.Service.Http;
using Timeline.Service.Serving;

namespace Timeline.Service.Reading;

/// <summary>
/// What every answer to a read carries: a strong ETag, how long it may be kept, and its pin. An answer is a pure function of its permalink,
/// so the permalink's hash is its tag, and a conditional request is settled without looking anything up.
/// </summary>
internal static class Answer
{
    public const string Json = "application/json; charset=utf-8";
    public const string NdJson = "application/x-ndjson; charset=utf-8";

    /// <summary>The tag of the answer at a permalink, in one media type.</summary>
    public static EntityTag TagOf(string permalink, string variant = "") =>
        new(Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(variant + permalink)).AsSpan(0, 16)));

    /// <summary>Sets ETag and Cache-Control; true where the client has the answer already, and 304 is set.</summary>
    public static bool IsKnownTo(HttpContext context, EntityTag tag, Pin pin)
    {
        var response = context.Response;
        response.Headers.ETag = tag.ToString();
        response.Headers.CacheControl = pin.IsPinned
            ? $"public, max-age={context.RequestServices.GetRequiredService<AnswerOptions>().PinnedMaxAge}, immutable"
            : "no-cache";
        if (!Conditional.NotModified(context.Request, tag))
            return false;
        response.StatusCode = StatusCodes.Status304NotModified;
        return true;
    }

    /// <summary>Writes a JSON answer whole, so that its length is known and nothing is half sent.</summary>
    /// <param name="shared">What other answers that are kept have, too.</param>
    public static async Task WriteAsync(HttpContext context, Action<IBufferWriter<byte>> write, string contentType = Json, SharedBytes? shared = null)
    {
        using var body = new PooledBuffer(32 * 1024);
        write(body);
        context.Response.ContentType = contentType;
        context.Response.ContentLength = body.Written.Length;
        await context.Response.Body.WriteAsync(body.Written, context.RequestAborted);
        ServingExtensions.Keep(context, body.Written.Span, shared);
    }

    /// <summary>Writes a JSON answer that begins with the pin and its permalink.</summary>
    public static Task WriteAsync(HttpContext context, Pin pin, string permalink, Action<Utf8JsonWriter> writeRest, SharedBytes? shared = null)
    {
        context.Response.Headers.ContentLocation = permalink;
        return WriteAsync(context, body => WritePinned(body, pin, permalink, writeRest), shared: shared);
    }

    private static void WritePinned(IBufferWriter<byte> body, Pin pin, string permalink, Action<Utf8JsonWriter> writeRest)
    {
        using var json = new Utf8JsonWriter(body, TimelineJson.Writer);
        json.WriteStartObject();
        json.WriteString("knownAt", pin.KnownAt.ToString());
        json.WriteNumber("basis", pin.Basis);
        json.WriteString("edition", pin.Edition);
        json.WriteString("permalink", permalink);
        writeRest(json);
        json.WriteEndObject();
    }

    /// <summary>Adds the members of a stored JSON object to the object that is being written.</summary>
    public static void WriteMembers(Utf8JsonWriter json, ReadOnlyMemory<byte> storedObject)
    {
        using var document = JsonDocument.Parse(storedObject);
        foreach (var member in document.RootElement.EnumerateObject())
        {
            json.WritePropertyName(member.Name);
            json.WriteRawValue(member.Value.GetRawText(), skipInputValidation: true);
        }
    }
}

/// <summary>Settings of answers.</summary>
internal sealed record AnswerOptions
{
    /// <summary>For how many seconds caches keep a pinned answer; it never changes.</summary>
    public int PinnedMaxAge { get; init; } = 86_400;

    /// <summary>About how many bytes of answers, and of pages that answers share, the service keeps in memory; 0 for none.</summary>
    public long KeptBytes { get; init; } = 64 * 1024 * 1024;
}
