using System.Buffers;
using System.Net.Http.Headers;
using Timeline.Domain;

namespace Timeline.Service.Http;

/// <summary>Reads the body of a request as a <see cref="StrictJson"/>.</summary>
public static class JsonBody
{
    private const string Json = "application/json";
    private const string MergePatch = "application/merge-patch+json";

    /// <summary>For <c>application/json</c>.</summary>
    /// <returns>Or: <c>UnsupportedMediaType</c>, <c>TooLarge</c> (known from the length, or after 1 MiB and a byte), and what
    /// <see cref="StrictJson.Parse"/> refuses.</returns>
    public static ValueTask<Parsed<StrictJson>> ReadJsonAsync(this HttpRequest request, CancellationToken cancellation) =>
        ReadAsync(request, [Json], cancellation);

    /// <summary>As <see cref="ReadJsonAsync"/>, and for <c>application/merge-patch+json</c> (RFC 7396) as well.</summary>
    public static ValueTask<Parsed<StrictJson>> ReadMergePatchAsync(this HttpRequest request, CancellationToken cancellation) =>
        ReadAsync(request, [Json, MergePatch], cancellation);

    private static async ValueTask<Parsed<StrictJson>> ReadAsync(HttpRequest request, string[] mediaTypes, CancellationToken cancellation)
    {
        if (FaultInType(request, mediaTypes) is { } fault)
            return new(new Refusal(RefusalCode.UnsupportedMediaType, fault));
        if (request.ContentLength > StrictJson.MaxBytes)
            return new(StrictJson.TooLarge);

        // Consumed as it arrives: under HTTP/2 a sender stops at a full flow-control window, which is smaller than our limit.
        var body = new ArrayBufferWriter<byte>((int)(request.ContentLength ?? 0) + 1);
        while (true)
        {
            var read = await request.BodyReader.ReadAsync(cancellation);
            var isTooLarge = body.WrittenCount + read.Buffer.Length > StrictJson.MaxBytes;
            if (!isTooLarge)
            {
                foreach (var part in read.Buffer)
                    body.Write(part.Span);
            }
            request.BodyReader.AdvanceTo(read.Buffer.End);
            if (isTooLarge)
                return new(StrictJson.TooLarge);
            if (read.IsCompleted)
                return StrictJson.Parse(body.WrittenMemory);
        }
    }

    /// <summary>What is wrong with a request's <c>Content-Type</c> and <c>Content-Encoding</c>, null when they fit.</summary>
    public static string? FaultInType(HttpRequest request, params ReadOnlySpan<string> mediaTypes)
    {
        var wanted = string.Join(" or ", mediaTypes);
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !Contains(mediaTypes, type.MediaType))
            return $"The body must be {wanted}, and the Content-Type header must say so.";
        if (type.CharSet is { } charset && !charset.Trim('"').Equals("utf-8", StringComparison.OrdinalIgnoreCase))
            return "The body must be in UTF-8.";
        return request.Headers.ContentEncoding.ToString() is "" or "identity" ? null : "The body must not be compressed.";
    }

    private static bool Contains(ReadOnlySpan<string> mediaTypes, string? mediaType)
    {
        foreach (var known in mediaTypes)
        {
            if (known.Equals(mediaType, StringComparison.OrdinalIgnoreCase))
                return true;
        }
        return false;
    }
}
