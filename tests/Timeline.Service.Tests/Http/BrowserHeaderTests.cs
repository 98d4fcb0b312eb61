using System.Net;

namespace Timeline.Service.Tests.Http;

public sealed class BrowserHeaderTests(PlumbingHost host) : IClassFixture<PlumbingHost>
{
    private const string AllowOrigin = "Access-Control-Allow-Origin";

    [Theory]
    [InlineData("GET", "/tagged")]
    [InlineData("HEAD", "/tagged")]
    [InlineData("GET", "/no/such/thing")]
    [InlineData("GET", "/fails/bug")]
    [InlineData("OPTIONS", "/tagged")]
    public async Task Any_origin_may_read_also_what_went_wrong(string method, string path)
    {
        var answer = await host.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));
        answer.Headers.GetValues(AllowOrigin).ShouldBe(["*"]);
        answer.Headers.GetValues("Access-Control-Expose-Headers").Single()
            .ShouldBe("ETag, Link, Location, Content-Location, Memento-Datetime, Retry-After");
    }

    [Fact]
    public async Task A_revalidation_carries_the_headers_too()
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/tagged") { Headers = { { "If-None-Match", "\"v1\"" } } };
        var answer = await host.Client.SendAsync(request);
        answer.StatusCode.ShouldBe(HttpStatusCode.NotModified);
        answer.Headers.Contains(AllowOrigin).ShouldBeTrue();
    }

    [Theory]
    [InlineData("POST", "/json")]
    [InlineData("PATCH", "/patch")]
    [InlineData("PUT", "/tagged-write")]
    [InlineData("DELETE", "/tagged")]
    public async Task No_origin_may_write(string method, string path)
    {
        var answer = await host.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path) { Headers = { { "Origin", "https://a.example" } } });
        answer.Headers.Contains(AllowOrigin).ShouldBeFalse();
        (await PreflightAsync(path, method)).Headers.Contains(AllowOrigin).ShouldBeFalse();
    }

    [Fact]
    public async Task A_preflight_for_reading_allows_what_readers_send_and_no_content_type()
    {
        var answer = await PreflightAsync("/tagged", "GET");
        answer.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        answer.Headers.GetValues(AllowOrigin).ShouldBe(["*"]);
        answer.Headers.GetValues("Access-Control-Allow-Methods").Single().ShouldBe("GET, HEAD");
        var headers = answer.Headers.GetValues("Access-Control-Allow-Headers").Single().Split(", ");
        headers.ShouldContain("If-None-Match");
        headers.ShouldContain("Accept-Datetime");
        headers.ShouldContain("Last-Event-ID");
        headers.ShouldNotContain("Content-Type");
    }

    [Theory]
    [InlineData("/page")]
    [InlineData("/tagged")]
    [InlineData("/fails/bug")]
    public async Task Every_answer_forbids_guessing_its_type(string path)
    {
        var answer = await host.Client.GetAsync(path);
        answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        answer.Headers.Contains("Referrer-Policy").ShouldBeTrue();
        answer.Headers.Contains("Content-Security-Policy").ShouldBe(path == "/page");
    }

    private Task<HttpResponseMessage> PreflightAsync(string path, string method) => host.Client.SendAsync(new HttpRequestMessage(HttpMethod.Options, path)
    {
        Headers = { { "Origin", "https://a.example" }, { "Access-Control-Request-Method", method } },
    });
}
