using System.IO.Compression;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using Timeline.Service.Http;
using Timeline.Service.Reading;

namespace Timeline.Service.Serving;

/// <summary>
/// Keeps pinned answers, which never change, in memory within a budget of bytes, the least recently used leaving first. A hit touches neither
/// database nor routing.
/// </summary>
internal sealed class KeptAnswers(AnswerOptions options) : IDisposable
{
    /// <summary>A larger answer would push out too many others.</summary>
    public const int LargestAnswer = 1024 * 1024;

    private const int OverheadOfAnswer = 2 * 1024;
    private readonly MemoryCache _answers = new(new MemoryCacheOptions { SizeLimit = Math.Max(1, options.KeptBytes), CompactionPercentage = 0.1 });

    /// <summary>Under what an answer is kept; null where the request is not one for reading. Feeds hold addresses of the host that was asked.</summary>
    public static object? KeyOf(HttpRequest request) => HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)
        ? (request.Scheme, request.Host.Value, request.PathBase.Value, request.Path.Value, request.QueryString.Value, request.Headers.Accept.ToString())
        : null;

    /// <summary>Whether a request may be for a pinned answer: it names an edition.</summary>
    public static bool MayBePinned(HttpRequest request) => request.QueryString.HasValue && request.QueryString.Value!.Contains("edition=", StringComparison.Ordinal);

    /// <summary>What an answer with a body of so many bytes takes: for the gzipped body, too, which is made when somebody asks for it.</summary>
    public static long SizeOf(int length) => OverheadOfAnswer + (length * 5L / 4);

    public object? Find(object key) => _answers.TryGetValue(key, out var kept) ? kept : null;

    /// <summary>Keeps an answer whose header section has been sent, if it is pinned.</summary>
    public void Keep(object key, HttpResponse response, ReadOnlySpan<byte> body)
    {
        if (response.StatusCode != StatusCodes.Status200OK || body.Length > LargestAnswer || !response.Headers.CacheControl.ToString().EndsWith("immutable", StringComparison.Ordinal))
            return;
        Set(key, new KeptAnswer(response.Headers, body.ToArray()), SizeOf(body.Length));
    }

    /// <summary>Keeps something that takes about so many bytes.</summary>
    public void Set(object key, object kept, long size) => _answers.Set(key, kept, new MemoryCacheEntryOptions { Size = size });

    /// <summary>Forgets everything: rows that answers were made of were repaired.</summary>
    public void Clear() => _answers.Clear();

    public void Dispose() => _answers.Dispose();
}

/// <summary>An answer that is kept: its headers but for what depends on the content coding, and its body.</summary>
internal sealed class KeptAnswer
{
    private static readonly HashSet<string> OfTheCoding = new(StringComparer.OrdinalIgnoreCase)
    {
        HeaderNames.ContentEncoding, HeaderNames.ContentLength, HeaderNames.ETag, HeaderNames.Date, HeaderNames.TransferEncoding, HeaderNames.Connection,
    };

    private readonly KeyValuePair<string, StringValues>[] _headers;
    private readonly EntityTag _tag;
    private readonly byte[] _body;
    private byte[]? _zipped;

    public KeptAnswer(IHeaderDictionary headers, byte[] body)
    {
        _headers = [.. headers.Where(header => !OfTheCoding.Contains(header.Key)).Select(header => header.Key == HeaderNames.Vary ? new(header.Key, WithoutCoding(header.Value)) : header)];
        _tag = EntityTagList.TryParse(headers.ETag.ToString(), out var tags) && tags.Tags is [var tag] ? tag.WithoutCoding : EntityTag.OfContent(body);
        _body = body;
    }

    /// <summary>Answers a GET or HEAD.</summary>
    public Task WriteAsync(HttpContext context)
    {
        var response = context.Response;
        foreach (var (name, value) in _headers)
            response.Headers[name] = value;
        var isZipped = _body.Length >= Compression.LeastBytes && Compression.Accepts(context.Request, Compression.Gzip);
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
        var body = isZipped ? _zipped ??= Zip(_body) : _body;
        if (isZipped)
            response.Headers.ContentEncoding = Compression.Gzip;
        response.ContentLength = body.Length;
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }

    private static StringValues WithoutCoding(StringValues vary) => StringValues.IsNullOrEmpty(vary)
        ? vary
        : new([.. vary.Where(value => !string.Equals(value, HeaderNames.AcceptEncoding, StringComparison.OrdinalIgnoreCase))]);

    private static byte[] Zip(byte[] body)
    {
        using var zipped = new MemoryStream(body.Length / 3);
        using (var gzip = new GZipStream(zipped, CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(body);
        return zipped.ToArray();
    }
}
