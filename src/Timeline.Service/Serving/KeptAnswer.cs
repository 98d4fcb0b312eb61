using System.Buffers;
using System.IO.Compression;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using Timeline.Service.Http;

namespace Timeline.Service.Serving;

/// <summary>A part of an answer that other answers have, too, so that it is kept only once.</summary>
/// <param name="Bytes">Nobody changes them any more.</param>
/// <param name="KeptUnder">The key under which they are kept.</param>
internal readonly record struct SharedBytes(ReadOnlyMemory<byte> Bytes, object KeptUnder);

/// <summary>An answer that is kept: its headers but for what depends on the content coding, and its body.</summary>
internal sealed class KeptAnswer
{
    private static readonly HashSet<string> OfTheCoding = new(StringComparer.OrdinalIgnoreCase)
    {
        HeaderNames.ContentEncoding, HeaderNames.ContentLength, HeaderNames.ETag, HeaderNames.Date, HeaderNames.TransferEncoding, HeaderNames.Connection,
    };

    private readonly KeyValuePair<string, StringValues>[] _headers;
    private readonly EntityTag _tag;
    private readonly byte[] _head;
    private readonly ReadOnlyMemory<byte> _shared;
    private readonly byte[] _tail;
    private byte[]? _zipped;

    /// <param name="shared">A part of the body, of which no copy is made.</param>
    public KeptAnswer(IHeaderDictionary headers, ReadOnlySpan<byte> body, SharedBytes? shared)
    {
        _headers = [.. headers.Where(header => !OfTheCoding.Contains(header.Key)).Select(header => header.Key == HeaderNames.Vary ? new(header.Key, WithoutCoding(header.Value)) : header)];
        _tag = EntityTagList.TryParse(headers.ETag.ToString(), out var tags) && tags.Tags is [var tag] ? tag.WithoutCoding : EntityTag.OfContent(body);
        var at = shared is { Bytes.IsEmpty: false } part ? body.IndexOf(part.Bytes.Span) : -1;
        if (at >= 0)
            (_shared, SharedUnder) = (shared!.Value.Bytes, shared.Value.KeptUnder);
        _head = body[..(at < 0 ? body.Length : at)].ToArray();
        _tail = body[(_head.Length + _shared.Length)..].ToArray();
    }

    /// <summary>Under what the part is kept that it shares with others; null where it shares none.</summary>
    public object? SharedUnder { get; }

    /// <summary>How many bytes it takes, with the gzipped body that is made when somebody asks for it, and without the shared part.</summary>
    public long Size => _head.Length + _tail.Length + (Length / 4);

    private int Length => _head.Length + _shared.Length + _tail.Length;

    /// <summary>Answers a GET or HEAD.</summary>
    public Task WriteAsync(HttpContext context)
    {
        var response = context.Response;
        foreach (var (name, value) in _headers)
            response.Headers[name] = value;
        var isZipped = Length >= Compression.LeastBytes && Compression.Accepts(context.Request, Compression.Gzip);
        var tag = isZipped ? _tag.WithCoding(Compression.Gzip) : _tag;
        response.Headers.ETag = tag.ToString();
        if (isZipped)
            response.Headers.Append(HeaderNames.Vary, HeaderNames.AcceptEncoding);
        if (Conditional.NotModified(context.Request, tag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            response.Headers.Remove(HeaderNames.ContentType);
            return Task.CompletedTask;
        }
        var zipped = isZipped ? _zipped ??= Zip() : null;
        if (isZipped)
            response.Headers.ContentEncoding = Compression.Gzip;
        response.ContentLength = zipped?.Length ?? Length;
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask
            : zipped is not null ? response.Body.WriteAsync(zipped, context.RequestAborted).AsTask()
            : WritePlainAsync(context);
    }

    private async Task WritePlainAsync(HttpContext context)
    {
        var writer = context.Response.BodyWriter;
        writer.Write(_head);
        writer.Write(_shared.Span);
        writer.Write(_tail);
        await writer.FlushAsync(context.RequestAborted);
    }

    private static StringValues WithoutCoding(StringValues vary) => StringValues.IsNullOrEmpty(vary)
        ? vary
        : new([.. vary.Where(value => !string.Equals(value, HeaderNames.AcceptEncoding, StringComparison.OrdinalIgnoreCase))]);

    private byte[] Zip()
    {
        using var zipped = new MemoryStream(Length / 3);
        using (var gzip = new GZipStream(zipped, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(_head);
            gzip.Write(_shared.Span);
            gzip.Write(_tail);
        }
        return zipped.ToArray();
    }
}
