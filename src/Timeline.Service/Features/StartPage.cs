using Timeline.Service.Http;
using Timeline.Service.Reading;
using Timeline.Service.Web;

namespace Timeline.Service.Features;

/// <summary><c>GET /</c>, <c>/actors/{id}</c>, <c>/changes</c>: the page, or where the service was built without it, what this is, and questions to begin with.</summary>
internal static class StartPage
{
    /// <summary>Where the page shows the timeline, an actor, and what changed between two dates.</summary>
    private static readonly string[] Addresses = ["/", "/actors/{id}", "/changes"];

    public static void MapStartPage(this IEndpointRouteBuilder routes)
    {
        foreach (var address in Addresses)
        {
            if (WebFiles.Page is { } file)
            {
                var page = new WebPage(file, WebPage.Policy) { IsEmbeddable = address != "/changes" };
                routes.MapRead(address, () => page);
            }
            else
            {
                routes.MapRead(address, async (HttpContext context, Pins pins) => HtmlPage.Of("What was known?", Body(await pins.EditionAsync(context.RequestAborted))));
            }
        }
    }

    private static string Body(string edition) => $"""
        <h1>What was known?</h1>
        <p class="lead">Every reported development is an event; corrections, corroborations, disputes and retractions are further events, and nothing is
        ever overwritten. So this service can say what was known on any day, and say the same for ever.</p>
        <ul class="list">
        {Item("/api/timeline?actor=north-korea&knownAt=2024-10-25&order=desc", "On 25 October 2024, about North Korea", "knownAt asks as of a day, or an instant")}
        {Item("/api/measures/troops-deployed", "Who counted how many troops, and when?", "contradicting figures side by side")}
        {Item("/api/timeline?kind=treaty", "Treaties", "filters: actor, kind, tag, publisher, status, occurredFrom, occurredTo, bbox")}
        {Item("/api/timeline?status=disputed", "What is disputed", "reported, corroborated, disputed, retracted")}
        {Item("/api/actors", "Actors", "each with its current state and its raw stream")}
        {Item("/openapi/v1.json", "The API, described", "OpenAPI 3.1")}
        {Item("/problems", "What can go wrong", "every refusal, explained")}
        {Item("/health/ready", "Health", "is the database there?")}
        </ul>
        <p><small>Edition {System.Net.WebUtility.HtmlEncode(edition)}. An answer's permalink names it, with its knowledge time and basis, and keeps its bytes.</small></p>
        """;

    private static string Item(string href, string title, string hint) =>
        $"""<li><a href="{System.Net.WebUtility.HtmlEncode(href)}"><span>{title}<small>{hint}</small></span></a></li>""";
}
