using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Timeline.Web.Tests.Support;
using Xunit.Abstractions;

namespace Timeline.Web.Tests;

/// <summary>How the page and its files are sent.</summary>
[Collection(OnTheSite.Name)]
public sealed partial class ServingTests(Site site, ITestOutputHelper output)
{
    /// <summary>Of all scripts, compressed.</summary>
    private const int MostScriptBytes = 300 * 1024;

    private static readonly string[] Files =
    [
        .. typeof(Timeline.Service.Hosting.TimelineHost).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith("web/assets/", StringComparison.Ordinal) && Path.GetExtension(name) is not (".br" or ".gz")).Select(name => name["web".Length..]),
    ];

    [Theory]
    [InlineData("/")]
    [InlineData("/actors/north-korea")]
    [InlineData("/changes?from=2024-10-25&to=2024-11-20")]
    public async Task The_page_is_checked_each_time_and_trusts_nothing_but_its_own_site(string path)
    {
        using var answer = await site.Client.GetAsync(path);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Headers.CacheControl!.NoCache.ShouldBeTrue();
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldStartWith("default-src 'self';");
        policy.ShouldContain("require-trusted-types-for 'script'");
        policy.ShouldNotContain("unsafe");
        var html = await answer.Content.ReadAsStringAsync();
        html.ShouldNotContain("<style");
        html.ShouldNotContain(" style=");
        html.ShouldNotContain(" onclick=");
        InlineScript().IsMatch(html).ShouldBeFalse();

        using var again = await SendAsync(path, request => request.Headers.IfNoneMatch.Add(answer.Headers.ETag!));
        again.StatusCode.ShouldBe(HttpStatusCode.NotModified);
    }

    [Fact]
    public async Task Every_file_is_named_by_its_content_and_kept_for_ever()
    {
        Files.Length.ShouldBeGreaterThan(5);
        foreach (var file in Files)
        {
            using var answer = await site.Client.GetAsync(file);

            answer.StatusCode.ShouldBe(HttpStatusCode.OK, file);
            answer.Headers.CacheControl!.ToString().ShouldBe("public, max-age=31536000, immutable");
            answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        }
    }

    [Theory]
    [InlineData("br")]
    [InlineData("gzip")]
    public async Task Texts_are_sent_compressed_to_whoever_takes_it(string coding)
    {
        var script = Files.First(file => file.EndsWith(".js", StringComparison.Ordinal) && file.Contains("axis", StringComparison.Ordinal));
        using var plain = await site.Client.GetAsync(script);
        using var compressed = await SendAsync(script, request => request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue(coding)));
        using var refused = await SendAsync(script, request => request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue(coding, 0)));

        compressed.Content.Headers.ContentEncoding.ShouldBe([coding]);
        compressed.Headers.Vary.ShouldContain("Accept-Encoding");
        compressed.Headers.ETag.ShouldNotBe(plain.Headers.ETag);
        (compressed.Content.Headers.ContentLength!.Value * 2).ShouldBeLessThan(plain.Content.Headers.ContentLength!.Value);
        refused.Content.Headers.ContentEncoding.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_scripts_are_small()
    {
        var sum = 0L;
        foreach (var script in Files.Where(file => file.EndsWith(".js", StringComparison.Ordinal)))
        {
            using var answer = await SendAsync(script, request => request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("gzip")));
            output.WriteLine($"{answer.Content.Headers.ContentLength,8:N0} bytes {script}");
            sum += answer.Content.Headers.ContentLength!.Value;
        }
        output.WriteLine($"{sum,8:N0} bytes of script in all, with gzip");
        sum.ShouldBeLessThan(MostScriptBytes);
    }

    [Theory]
    [InlineData("/no/such/page", "text/html,*/*;q=0.8", "text/html")]
    [InlineData("/no/such/page", "*/*", "application/problem+json")]
    [InlineData("/no/such/page", "application/json", "application/problem+json")]
    [InlineData("/api/no-such-thing", "text/html,*/*;q=0.8", "application/problem+json")]
    [InlineData("/feeds/no-such-feed", "text/html,*/*;q=0.8", "application/problem+json")]
    [InlineData("/assets/no-such-file.js", "*/*", "application/problem+json")]
    [InlineData("/assets/../index.html", "*/*", "application/problem+json")]
    public async Task Nothing_at_an_address_is_told_to_people_and_to_programs(string path, string accept, string type)
    {
        using var answer = await SendAsync(path, request => request.Headers.Accept.ParseAdd(accept));

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe(type);
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
    }

    private async Task<HttpResponseMessage> SendAsync(string path, Action<HttpRequestMessage> dress)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        dress(request);
        return await site.Client.SendAsync(request);
    }

    [GeneratedRegex("<script(?![^>]* src=)")]
    private static partial Regex InlineScript();
}
