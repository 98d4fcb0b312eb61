using System.IO.Compression;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Net.Http.Headers;
using Timeline.Service.Http;

namespace Timeline.Service.Serving;

/// <summary>
/// Compresses answers for clients that ask for it. What is sent as a stream of events is not: each frame has to leave at once. A compressed answer is
/// another representation with other bytes, so that its strong tag is another one, too.
/// </summary>
internal static class Compression
{
    public const string Gzip = "gzip";

    /// <summary>Less fits into one packet as it is.</summary>
    public const int LeastBytes = 1_200;

    private static readonly string[] Types =
    [
        "application/json", "application/x-ndjson", "application/problem+json", "application/feed+json", "application/geo+json", "application/ld+json",
        "application/atom+xml", "application/link-format", "application/schema+json", "text/calendar", "text/csv", "text/html", "text/plain",
    ];

    public static IServiceCollection AddCompression(this IServiceCollection services) => services
        .Configure<GzipCompressionProviderOptions>(options => options.Level = CompressionLevel.Fastest)
        .AddResponseCompression(options =>
        {
            // Nothing that we serve is a secret that a page could be made to reflect.
            options.EnableForHttps = true;
            options.Providers.Add<GzipCompressionProvider>();
            options.MimeTypes = Types;
        });

    public static IApplicationBuilder UseCompression(this IApplicationBuilder app) => app
        .Use(next => context =>
        {
            if (context.Request.Headers.AcceptEncoding.Count > 0)
                context.Response.OnStarting(static state => TagAsync(((HttpContext)state).Response), context);
            return next(context);
        })
        .UseResponseCompression();

    /// <summary>Whether a client takes a coding (RFC 9110, section 12.5.3).</summary>
    public static bool Accepts(HttpRequest request, string coding) => request.Headers.AcceptEncoding.Count > 0
        && request.GetTypedHeaders().AcceptEncoding.Any(accepted => accepted.Value.Equals(coding, StringComparison.OrdinalIgnoreCase) && accepted.Quality is null or > 0);

    private static Task TagAsync(HttpResponse response)
    {
        if (response.Headers.ContentEncoding.ToString() == Gzip
            && EntityTagList.TryParse(response.Headers.ETag.ToString(), out var tags) && tags.Tags is [{ IsWeak: false } tag] && tag == tag.WithoutCoding)
            response.Headers[HeaderNames.ETag] = tag.WithCoding(Gzip).ToString();
        return Task.CompletedTask;
    }
}
