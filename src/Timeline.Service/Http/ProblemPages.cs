using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Timeline.Service.Http;

/// <summary>The pages behind the <c>type</c> of a problem: what it means, when it occurs, what to do.</summary>
public static class ProblemPages
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void MapProblemPages(this IEndpointRouteBuilder routes)
    {
        var list = HtmlPage.Of("Problems", ListBody());
        var pages = ProblemTypes.All.ToDictionary(type => type.Slug, type => HtmlPage.Of(type.Title, TypeBody(type)), StringComparer.Ordinal);

        routes.MapRead("/problems", () => list).ExcludeFromDescription();
        routes.MapRead("/problems/{slug}", IResult (string slug) => pages.TryGetValue(slug, out var page)
            ? page
            : Problems.Of(ProblemTypes.NotFound, "There is no such type of problem; /problems lists them.")).ExcludeFromDescription();
    }

    private static string ListBody()
    {
        var html = new StringBuilder("""
            <h1>Problems</h1>
            <p class="lead">Whatever this service refuses, it answers with problem details
            (<a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a>). Their <code>type</code> is one of these.</p>
            <ul class="list">

            """);
        foreach (var type in ProblemTypes.All)
        {
            html.Append("<li><a href=\"").Append(Encode(type.Uri)).Append("\">").Append(Badge(type)).Append("<span><b>").Append(Encode(type.Title))
                .Append("</b><small>").Append(Encode(type.Uri)).Append("</small></span></a></li>\n");
        }
        return html.Append("</ul>\n").ToString();
    }

    private static string TypeBody(ProblemType type) => $"""
        <p class="up"><a href="/problems">← All problems</a></p>
        <h1>{Badge(type)} {Encode(type.Title)}</h1>
        <p class="lead"><code>{Encode(type.Uri)}</code></p>
        <h2>When it occurs</h2>
        <p>{Encode(type.When)}</p>
        <h2>What to do</h2>
        <p>{Encode(type.Remedy)}</p>
        <h2>What the answer looks like</h2>
        <pre tabindex="0">{Encode(Example(type))}</pre>

        """;

    private static string Badge(ProblemType type) =>
        $"<span class=\"badge {(type.Status >= 500 ? "ours" : "yours")}\">{type.Status}</span>";

    private static string Example(ProblemType type)
    {
        var body = new JsonObject
        {
            ["type"] = type.Uri,
            ["title"] = type.Title,
            ["status"] = type.Status,
            ["detail"] = "what is wrong with this very request",
        };
        if (type == ProblemTypes.Invalid)
            body["errors"] = new JsonObject { ["figures[0].value"] = new JsonArray("must be a number") };
        if (type == ProblemTypes.BadParameter)
            body["errors"] = new JsonObject { ["knwonAt"] = new JsonArray("is not a known parameter; did you mean 'knownAt'?") };
        body["traceId"] = "0af7651916cd43dd8448eb211c80319c";

        var head = $"HTTP/1.1 {type.Status}\nContent-Type: {Problem.MediaType}\nCache-Control: no-store\n"
            + (type.RetryAfter is { } wait ? $"Retry-After: {wait.TotalSeconds}\n" : "");
        return head + "\n" + body.ToJsonString(Indented).ReplaceLineEndings("\n");
    }

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);
}
