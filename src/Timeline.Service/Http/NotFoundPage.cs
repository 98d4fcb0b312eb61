namespace Timeline.Service.Http;

/// <summary>What a person sees at an address that leads nowhere. Programs get problem details, and so does everybody under the API's own paths.</summary>
internal static class NotFoundPage
{
    private static readonly string[] ForPrograms = ["/api", "/feeds", "/health", "/openapi", "/problems", "/assets"];

    public static HtmlPage Page { get; } = HtmlPage.Of("Nothing here", """
        <h1>There is nothing at this address</h1>
        <p class="lead">It may be mistyped. What was known, and when, begins at <a href="/">the timeline</a>.</p>

        """, StatusCodes.Status404NotFound);

    /// <summary>Whether a browser asks for a page where none is.</summary>
    public static bool IsFor(HttpContext context) =>
        context.Response.StatusCode == StatusCodes.Status404NotFound
        && (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method))
        && !ForPrograms.Any(prefix => context.Request.Path.StartsWithSegments(prefix, StringComparison.OrdinalIgnoreCase))
        && context.Request.GetTypedHeaders().Accept.Any(type => type.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase) && type.Quality is null or > 0);
}
