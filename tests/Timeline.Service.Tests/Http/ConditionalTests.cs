using System.Net;
using Timeline.Service.Http;

namespace Timeline.Service.Tests.Http;

public sealed class ConditionalTests(PlumbingHost host) : IClassFixture<PlumbingHost>
{
    [Theory]
    [InlineData("\"v1\"", 304)]
    [InlineData("W/\"v1\"", 304)]
    [InlineData("\"x\", \"a,b\" , W/\"v1\"", 304)]
    [InlineData("*", 304)]
    [InlineData("\"v2\"", 200)]
    [InlineData("\"V1\"", 200)]
    [InlineData("v1", 200)]
    [InlineData("\"v1", 200)]
    [InlineData("\"v1\" \"v1\"", 200)]
    [InlineData(", ,", 200)]
    public async Task If_None_Match_compares_weakly(string header, int status)
    {
        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Head })
        {
            var answer = await SendAsync(method, "/tagged", "If-None-Match", header);
            ((int)answer.StatusCode).ShouldBe(status);
            answer.Headers.ETag!.ToString().ShouldBe("\"v1\"");
        }
    }

    [Fact]
    public async Task If_None_Match_may_come_in_several_headers() =>
        (await SendAsync(HttpMethod.Get, "/tagged", "If-None-Match", "\"x\"", "\"v1\"")).StatusCode.ShouldBe(HttpStatusCode.NotModified);

    [Theory]
    [InlineData("\"v1\"", 200)]
    [InlineData("\"x\",\"v1\"", 200)]
    [InlineData("*", 200)]
    [InlineData("W/\"v1\"", 412)]
    [InlineData("\"v2\"", 412)]
    [InlineData("v1", 400)]
    [InlineData("", 400)]
    public async Task If_Match_compares_strongly_and_must_be_readable(string header, int status) =>
        ((int)(await SendAsync(HttpMethod.Put, "/tagged-write", "If-Match", header)).StatusCode).ShouldBe(status);

    [Fact]
    public async Task A_write_without_If_Match_is_unconditional() =>
        (await host.Client.PutAsync("/tagged-write", null)).StatusCode.ShouldBe(HttpStatusCode.OK);

    [Fact]
    public void Nothing_matches_what_does_not_exist()
    {
        EntityTagList.TryParse("*", out var any).ShouldBeTrue();
        any.StronglyMatches(null).ShouldBeFalse();
        any.WeaklyMatches(null).ShouldBeFalse();
    }

    [Fact]
    public void A_tag_of_content_is_strong_and_differs_with_a_byte()
    {
        EntityTag.OfContent("a"u8).ToString().ShouldMatch("^\"[A-Za-z0-9_-]{22}\"$");
        EntityTag.OfContent("a"u8).ShouldNotBe(EntityTag.OfContent("b"u8));
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string name, params string[] values)
    {
        var request = new HttpRequestMessage(method, path);
        request.Headers.TryAddWithoutValidation(name, values);
        return await host.Client.SendAsync(request);
    }
}
