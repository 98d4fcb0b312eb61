using System.Net;
using Timeline.Service.Http;

namespace Timeline.Service.Tests.Http;

public sealed class ProblemPageTests(PlumbingHost host) : IClassFixture<PlumbingHost>
{
    [Fact]
    public async Task The_list_links_every_type_and_every_link_leads_to_a_page()
    {
        var list = await host.Client.GetStringAsync("/problems");
        foreach (var type in ProblemTypes.All)
        {
            list.ShouldContain($"href=\"{type.Uri}\"");
            var answer = await host.Client.GetAsync(type.Uri);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            answer.Content.Headers.ContentType!.ToString().ShouldBe("text/html; charset=utf-8");
            WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()).ShouldContain(type.Remedy);
        }
    }

    [Fact]
    public async Task Text_is_encoded_and_the_policy_lets_nothing_run()
    {
        var answer = await host.Client.GetAsync("/problems/bad-parameter");
        (await answer.Content.ReadAsStringAsync()).ShouldContain("&#x27;errors&#x27;");
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldStartWith("default-src 'none'; style-src 'sha256-");
    }

    [Fact]
    public async Task The_policys_hash_is_that_of_the_style_sheet_in_the_page()
    {
        var answer = await host.Client.GetAsync("/problems");
        var html = await answer.Content.ReadAsStringAsync();
        var style = html[(html.IndexOf("<style>", StringComparison.Ordinal) + 7)..html.IndexOf("</style>", StringComparison.Ordinal)];
        var hash = Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(style)));
        answer.Headers.GetValues("Content-Security-Policy").Single().ShouldContain($"'sha256-{hash}'");
    }

    [Fact]
    public async Task A_page_answers_HEAD_and_revalidates()
    {
        var head = await host.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/problems/invalid"));
        head.StatusCode.ShouldBe(HttpStatusCode.OK);
        head.Content.Headers.ContentLength!.Value.ShouldBeGreaterThan(500);
        (await head.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();

        var again = new HttpRequestMessage(HttpMethod.Get, "/problems/invalid");
        again.Headers.IfNoneMatch.Add(head.Headers.ETag!);
        (await host.Client.SendAsync(again)).StatusCode.ShouldBe(HttpStatusCode.NotModified);
    }

    [Fact]
    public async Task An_unknown_type_has_no_page() =>
        await (await host.Client.GetAsync("/problems/%3Cscript%3E")).ShouldBeProblemAsync(404, "not-found");
}
