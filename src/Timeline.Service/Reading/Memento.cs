using Timeline.Domain;
using Timeline.Domain.Time;
using Timeline.Service.Http;

namespace Timeline.Service.Reading;

/// <summary>
/// Time travel for clients that speak Memento (RFC 7089), in the 200 style: the resource is its own TimeGate, and a permalink is a memento.
/// <c>Accept-Datetime</c> asks for what was known by the end of that second.
/// </summary>
internal static class Memento
{
    private const string AcceptDatetime = "Accept-Datetime";
    private const string MementoDatetime = "Memento-Datetime";

    /// <summary>
    /// Takes <c>Accept-Datetime</c> for the knowledge time. A request that names a knowledge time or a basis itself is not negotiated, and its answer does
    /// not vary by that header.
    /// </summary>
    /// <returns>The request to answer, and whether it was negotiated; or <c>BadParameter</c> for a date that cannot be read.</returns>
    public static Parsed<(PinRequest Request, bool IsNegotiated)> Negotiate(HttpContext context, PinRequest pin)
    {
        var isOpen = pin is { KnownAt: null, Basis: null, RecordedAt: null };
        context.Response.Headers.Vary = isOpen ? $"{AcceptDatetime}, Accept" : "Accept";
        var header = context.Request.Headers[AcceptDatetime];
        if (header.Count == 0 || !isOpen)
            return new((pin, false));
        return HttpDate.TryParse(header.ToString(), out var second)
            ? new((pin with { KnownAt = new DayOrInstant(HttpDate.EndOf(second)) }, true))
            : new(new Refusal(
                RefusalCode.BadParameter,
                "Accept-Datetime must be a date as in 'Fri, 25 Oct 2024 10:00:00 GMT' (RFC 9110, IMF-fixdate).",
                new Dictionary<string, string[]> { [AcceptDatetime] = ["must look like 'Fri, 25 Oct 2024 10:00:00 GMT'"] }));
    }

    /// <summary>What a negotiated request gets where nothing was known yet: the first memento.</summary>
    public static Instant FirstFrom(Instant firstChange) => HttpDate.EndOf(HttpDate.SecondOf(firstChange));

    /// <summary>The headers that lead from an answer to its memento, its original and its TimeMap; also on 304.</summary>
    /// <param name="original">The resource without its pin.</param>
    public static void AddLinks(HttpContext context, string permalink, string original)
    {
        var headers = context.Response.Headers;
        headers.ContentLocation = permalink;
        headers.Append("Link", $"<{original}>; rel=\"original timegate\"");
        headers.Append("Link", $"<{TimeMapOf(original)}>; rel=\"timemap\"; type=\"application/link-format\"");
    }

    /// <summary>The second of the last change that the answer shows; none where it shows nothing yet.</summary>
    public static void AddDatetime(HttpContext context, Instant? lastChange)
    {
        if (lastChange is { IsInCalendar: true } change)
            context.Response.Headers[MementoDatetime] = HttpDate.Of(change);
    }

    /// <summary>Where the TimeMap of a resource below <c>/api/</c> is.</summary>
    public static string TimeMapOf(string original) => $"/api/timemap/{original["/api/".Length..]}";
}
