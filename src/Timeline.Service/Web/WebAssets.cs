namespace Timeline.Service.Web;

/// <summary>
/// Scripts, styles and images of the pages under <c>/assets/</c>: their names change with their content, so that they are kept for ever. And
/// <c>/embed.js</c>, which other sites name, so that it is revalidated by its ETag.
/// </summary>
internal static class WebAssets
{
    private const string Embed = "/embed.js";

    public static IApplicationBuilder UseWebAssets(this IApplicationBuilder app) => app.Use(next => context =>
    {
        var request = context.Request;
        var isEmbed = request.Path.Value == Embed;
        if (!(isEmbed || request.Path.StartsWithSegments("/assets", StringComparison.Ordinal)) || !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
            || WebFiles.Find(request.Path.Value![1..]) is not { } file)
        {
            return next(context);
        }
        context.Response.Headers.CacheControl = isEmbed ? "public, no-cache" : "public, max-age=31536000, immutable";
        // A page that is isolated from others (COEP) may use it too.
        if (isEmbed)
            context.Response.Headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        return file.WriteAsync(context);
    });
}
