using Timeline.Domain;

namespace Timeline.Service.Http;

/// <summary>Conditional requests (RFC 9110, section 13) by entity tag.</summary>
public static class Conditional
{
    /// <summary>
    /// Whether to answer a GET or HEAD with 304, which carries the same ETag, Cache-Control, Content-Location and Vary as the 200 would.
    /// A header that cannot be read costs the client no more than the body.
    /// </summary>
    public static bool NotModified(HttpRequest request, EntityTag current) =>
        (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        && request.Headers.IfNoneMatch.Count > 0
        && EntityTagList.TryParse(request.Headers.IfNoneMatch.ToString(), out var tags)
        && tags.WeaklyMatches(current);

    /// <summary>
    /// The tags on which a write depends, null when it is unconditional. A header that cannot be read is refused: the write must not happen as if
    /// there were none.
    /// </summary>
    public static Parsed<EntityTagList?> IfMatch(HttpRequest request)
    {
        if (request.Headers.IfMatch.Count == 0)
            return new(value: null);
        return EntityTagList.TryParse(request.Headers.IfMatch.ToString(), out var tags)
            ? new(tags)
            : new(new Refusal(RefusalCode.BadParameter, "If-Match must be * or a list of entity tags in double quotes, as the ETag header gave them.",
                new Dictionary<string, string[]> { ["If-Match"] = ["must be * or a list of entity tags in double quotes"] }));
    }
}
