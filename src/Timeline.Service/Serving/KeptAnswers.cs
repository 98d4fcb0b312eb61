using Microsoft.Extensions.Caching.Memory;
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

    public object? Find(object key) => _answers.TryGetValue(key, out var kept) ? kept : null;

    /// <summary>Keeps an answer whose header section has been sent, if it is pinned.</summary>
    public void Keep(object key, HttpResponse response, ReadOnlySpan<byte> body, SharedBytes? shared)
    {
        if (response.StatusCode != StatusCodes.Status200OK || body.Length > LargestAnswer || !response.Headers.CacheControl.ToString().EndsWith("immutable", StringComparison.Ordinal))
            return;
        Set(key, new KeptAnswer(response.Headers, body, shared), answer => answer);
    }

    /// <summary>Keeps something that holds an answer.</summary>
    public void Set(object key, KeptAnswer answer, Func<KeptAnswer, object> inside) => Set(key, inside(answer), OverheadOfAnswer + answer.Size);

    /// <summary>Answers, and sees to it that what the answer shares with others leaves after them: it counts only once.</summary>
    public Task AnswerAsync(HttpContext context, KeptAnswer answer)
    {
        if (answer.SharedUnder is { } shared)
            Find(shared);
        return answer.WriteAsync(context);
    }

    /// <summary>Keeps something that takes about so many bytes.</summary>
    public void Set(object key, object kept, long size) => _answers.Set(key, kept, new MemoryCacheEntryOptions { Size = size });

    /// <summary>Forgets everything: rows that answers were made of were repaired.</summary>
    public void Clear() => _answers.Clear();

    public void Dispose() => _answers.Dispose();
}
