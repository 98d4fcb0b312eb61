namespace Timeline.Service.Http;

/// <summary>
/// A kind of problem (RFC 9457, section 3.1.1). <see cref="Uri"/> never changes its meaning: clients branch on it, and it is the address of a
/// page that explains it.
/// </summary>
/// <param name="Status">The usual HTTP status; an answer of type <c>bad-request</c> may carry another 4xx.</param>
/// <param name="When">When it occurs, for people.</param>
/// <param name="Remedy">What to do about it, for people.</param>
/// <param name="RetryAfter">The default for the <c>Retry-After</c> header, where trying again helps.</param>
public sealed record ProblemType(string Slug, int Status, string Title, string When, string Remedy, TimeSpan? RetryAfter = null)
{
    public string Uri => "/problems/" + Slug;
}
