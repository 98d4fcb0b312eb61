using Timeline.Domain;

namespace Timeline.Service.Http;

/// <summary>
/// Keeps pages of other origins from calls that have no body: browsers send such a POST without asking first, because no media type gives it away
/// (the Fetch standard's CORS-safelisted requests).
/// </summary>
internal static class SameOrigin
{
    /// <summary>Null where the request is no browser's, or a page's of our own.</summary>
    public static Refusal? Refusal(HttpRequest request)
    {
        var origin = request.Headers.Origin.ToString();
        var isOwn = origin.Length == 0 || (Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase));
        return isOwn ? null : new Refusal(RefusalCode.Forbidden, "A page of another origin cannot ask for this.");
    }
}
