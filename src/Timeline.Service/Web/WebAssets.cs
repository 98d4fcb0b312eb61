namespace Timeline.Service.Web;

/// <summary>Scripts, styles and images of the page under <c>/assets/</c>. Their names change with their content, so that they are kept for ever.</summary>
internal static class WebAssets
{
    public static IApplicationBuilder UseWebAssets(this IApplicationBuilder app) => app.Use(next => context =>
    {
        var request = context.Request;
        if (!request.Path.StartsWithSegments("/assets", StringComparison.Ordinal) || !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
            || WebFiles.Find(request.Path.Value![1..]) is not { } file)
        {
            return next(context);
        }
        context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        return file.WriteAsync(context);
    });
}
