using Timeline.Service.Http;

namespace Timeline.Service.Features;

/// <summary>What the frame is that shows what a page shows.</summary>
/// <param name="Provider">The service's own address, with a slash at its end.</param>
/// <param name="Address">The frame's.</param>
internal sealed record Embedding(string Provider, string Address, string Title)
{
    private static readonly string[] Single =
        ["q", "occurredFrom", "occurredTo", "match", "bbox", "order", "knownAt", "basis", "recordedAt", "edition", "limit", "theme"];

    private static readonly string[] Lists = ["kind", "tag", "publisher", "status", "include"];

    /// <param name="url">Of the page, as somebody copied it: its scheme may differ from the request's where a proxy ends TLS.</param>
    /// <returns>Null for another host's address, and for a page without a frame of its own.</returns>
    public static Embedding? Of(string url, HostString own)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.UserInfo.Length > 0
            || !uri.Authority.Equals(own.ToUriComponent(), StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }
        var query = new QueryReader(uri.Query, strict: false);
        var known = new CanonicalQuery();
        switch (uri.AbsolutePath.Split('/'))
        {
            case ["", "" or "embed"]:
                known.AddAll("actor", query.Texts("actor"));
                break;
            case ["", "actors", { Length: > 0 } actor]:
                known.Add("actor", Uri.UnescapeDataString(actor));
                break;
            default:
                return null;
        }
        foreach (var name in Lists)
            known.AddAll(name, query.Texts(name));
        foreach (var name in Single)
            known.AddAll(name, query.Texts(name));
        var provider = $"{uri.Scheme}://{uri.Authority}/";
        return query.Finish() is null ? new Embedding(provider, known.After(provider + "embed"), TitleOf(uri.Query)) : null;
    }

    private static string TitleOf(string rawQuery)
    {
        var query = new QueryReader(rawQuery, strict: false);
        var isPast = query.OptionalDayOrInstant("knownAt") is not null;
        return isPast && query.Finish() is null ? $"What was known on {query.OptionalText("knownAt")}" : "What is known";
    }
}
