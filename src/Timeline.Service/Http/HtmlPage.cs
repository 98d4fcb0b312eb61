using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;

namespace Timeline.Service.Http;

/// <summary>A small page for people, complete in itself: no script, no outside request, light and dark. Revalidated by its ETag.</summary>
public sealed class HtmlPage : IResult
{
    private const string Style = """

        :root { color-scheme: light dark; --ink: #1c2430; --soft: #5b6675; --paper: #fbfaf7; --card: #fff; --line: #dfe3e8; --link: #0b57a4; --yours: #8a5300; --yours-bg: #fdf0d5; --ours: #9b1c1c; --ours-bg: #fde4e1; }
        @media (prefers-color-scheme: dark) {
          :root { --ink: #e7eaee; --soft: #a0abb8; --paper: #14181d; --card: #1c2229; --line: #303943; --link: #8cc2ff; --yours: #ffd591; --yours-bg: #493510; --ours: #ffb3ad; --ours-bg: #541e1b; }
        }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--paper); color: var(--ink); font: 1.0625rem/1.6 system-ui, sans-serif; }
        main { max-width: 44rem; margin: 0 auto; padding: 2.5rem 1.25rem 4rem; }
        h1 { font-size: 1.9rem; line-height: 1.25; margin: 0 0 .5rem; display: flex; gap: .75rem; align-items: center; flex-wrap: wrap; }
        h2 { font-size: 1.1rem; margin: 2rem 0 .25rem; }
        p { margin: .25rem 0; }
        a { color: var(--link); }
        a:focus-visible, pre:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
        .lead, .up, small { color: var(--soft); }
        .up { margin-bottom: 1.5rem; }
        code, pre { font-family: ui-monospace, monospace; font-size: .92em; }
        pre { background: var(--card); border: 1px solid var(--line); border-radius: .5rem; padding: 1rem; overflow-x: auto; }
        .badge { font: 600 .95rem/1 ui-monospace, monospace; padding: .4rem .55rem; border-radius: .4rem; }
        .yours { color: var(--yours); background: var(--yours-bg); }
        .ours { color: var(--ours); background: var(--ours-bg); }
        .list { list-style: none; padding: 0; margin: 1.5rem 0 0; display: grid; gap: .5rem; }
        .list a { display: flex; gap: 1rem; align-items: center; padding: .7rem 1rem; background: var(--card); border: 1px solid var(--line); border-radius: .5rem; text-decoration: none; color: inherit; }
        .list a:hover { border-color: var(--link); }
        .list small { display: block; }

        """;

    /// <summary>Allows nothing but the page's own style sheet, by its hash.</summary>
    private static readonly string Policy =
        "default-src 'none'; style-src 'sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))
        + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private readonly byte[] utf8;
    private readonly EntityTag tag;
    private readonly int status;

    private HtmlPage(string html, int status)
    {
        utf8 = Encoding.UTF8.GetBytes(html);
        tag = EntityTag.OfContent(utf8);
        this.status = status;
    }

    /// <param name="title">Plain text; encoded here.</param>
    /// <param name="body">HTML, whose texts the caller has encoded.</param>
    /// <param name="status">A page that is no success is kept by nobody.</param>
    public static HtmlPage Of(string title, string body, int status = StatusCodes.Status200OK) => new($"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{HtmlEncoder.Default.Encode(title)} · Timeline</title>
        <style>{Style}</style>
        </head>
        <body>
        <main>
        {body}</main>
        </body>
        </html>

        """.ReplaceLineEndings("\n"), status);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.Headers.ContentSecurityPolicy = Policy;
        response.StatusCode = status;
        if (status != StatusCodes.Status200OK)
        {
            response.Headers.CacheControl = "no-store";
        }
        else
        {
            response.Headers.CacheControl = "no-cache";
            response.Headers.ETag = tag.ToString();
            if (Conditional.NotModified(httpContext.Request, tag))
            {
                response.StatusCode = StatusCodes.Status304NotModified;
                return;
            }
        }
        response.ContentType = "text/html; charset=utf-8";
        response.ContentLength = utf8.Length;
        if (!HttpMethods.IsHead(httpContext.Request.Method))
            await response.Body.WriteAsync(utf8, httpContext.RequestAborted);
    }
}
