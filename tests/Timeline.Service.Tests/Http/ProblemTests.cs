using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging;
using Npgsql;
using Timeline.Domain;
using Timeline.Service.Http;

namespace Timeline.Service.Tests.Http;

public sealed class ProblemTests(PlumbingHost host) : IClassFixture<PlumbingHost>
{
    public static TheoryData<RefusalCode> Codes => new(Enum.GetValues<RefusalCode>());

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task Each_refusal_code_has_a_type_with_a_page(RefusalCode code)
    {
        var type = ProblemTypes.For(code);
        ProblemTypes.All.ShouldContain(type);

        var body = await (await host.Client.GetAsync($"/fails/by-refusal/{code}")).ShouldBeProblemAsync(type.Status, type.Slug);
        body.GetProperty("detail").GetString().ShouldBe("<b>because</b>");
        (await host.Client.GetStringAsync(body.GetProperty("type").GetString())).ShouldContain("What to do");
    }

    [Theory]
    [InlineData(RefusalCode.TooMany)]
    [InlineData(RefusalCode.Unavailable)]
    [InlineData(RefusalCode.InProgress)]
    public async Task What_may_work_later_says_when_to_try_again(RefusalCode code)
    {
        var answer = await host.Client.GetAsync($"/fails/by-refusal/{code}");
        answer.Headers.RetryAfter!.Delta!.Value.ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task An_unknown_address_is_a_problem() =>
        await (await host.Client.GetAsync("/no/such/thing?x=<script>")).ShouldBeProblemAsync(404, "not-found");

    [Fact]
    public async Task A_wrong_method_is_a_problem_that_names_the_right_ones()
    {
        var answer = await host.Client.DeleteAsync("/tagged");
        await answer.ShouldBeProblemAsync(405, "method-not-allowed");
        answer.Content.Headers.Allow.ShouldBe(["GET", "HEAD"], ignoreOrder: true);
    }

    [Theory]
    [InlineData(406, "not-acceptable")]
    [InlineData(415, "unsupported-media-type")]
    [InlineData(429, "too-many")]
    [InlineData(418, "bad-request")]
    [InlineData(502, "internal")]
    public async Task A_bare_status_becomes_a_problem(int status, string slug) =>
        await (await host.Client.GetAsync($"/fails/with/{status}")).ShouldBeProblemAsync(status, slug);

    [Fact]
    public async Task What_the_frameworks_binding_refuses_is_a_problem()
    {
        await (await host.Client.PostAsync("/bound", new StringContent("x"))).ShouldBeProblemAsync(415, "unsupported-media-type");
        await (await host.Client.PostAsync("/bound", new StringContent("{", Encoding.UTF8, "application/json"))).ShouldBeProblemAsync(400, "bad-request");
    }

    [Fact]
    public async Task A_bug_is_500_that_tells_nothing_but_a_trace_id_which_the_log_has_too()
    {
        var answer = await host.Client.GetAsync("/fails/bug");
        var body = await answer.ShouldBeProblemAsync(500, "internal");
        body.GetRawText().ShouldNotContain("secret");
        body.GetRawText().ShouldNotContain("Exception");
        answer.Headers.ETag.ShouldBeNull();
        host.Log.Entries.ShouldContain(entry => entry.Level == LogLevel.Error && entry.Text.Contains(body.GetProperty("traceId").GetString()!));
    }

    [Fact]
    public async Task A_failure_midway_breaks_the_connection_instead_of_looking_like_the_end() =>
        await Should.ThrowAsync<HttpRequestException>(() => host.Client.GetStringAsync("/fails/midway"));

    [Fact]
    public async Task A_database_that_refuses_connections_is_503_with_retry_after()
    {
        var answer = await host.Client.GetAsync("/fails/refused-connection");
        await answer.ShouldBeProblemAsync(503, "unavailable");
        answer.Headers.RetryAfter.ShouldNotBeNull();
    }

    [Theory]
    [InlineData("57P01", 503)]
    [InlineData("57P03", 503)]
    [InlineData("53300", 503)]
    [InlineData("08006", 503)]
    [InlineData("57014", 503)]
    [InlineData("25006", 503)]
    [InlineData("42703", 500)]
    [InlineData("23505", 500)]
    public async Task A_database_in_trouble_is_503_and_a_wrong_statement_is_our_fault(string state, int status)
    {
        var body = await (await host.Client.GetAsync($"/fails/sql/{state}")).ShouldBeProblemAsync(status, status == 503 ? "unavailable" : "internal");
        body.GetRawText().ShouldNotContain("secret");
    }

    [Fact]
    public void A_timeout_of_the_driver_and_a_lost_connection_mean_that_the_database_is_away()
    {
        DatabaseAway.Explains(new NpgsqlException("slow", new TimeoutException())).ShouldBeTrue();
        DatabaseAway.Explains(new InvalidOperationException("outer", new NpgsqlException("lost", new IOException()))).ShouldBeTrue();
        DatabaseAway.Explains(new NpgsqlException("connect", new SocketException(111))).ShouldBeTrue();
        DatabaseAway.Explains(new NpgsqlException("misuse")).ShouldBeFalse();
        DatabaseAway.Explains(new TimeoutException()).ShouldBeFalse();
    }

    [Fact]
    public async Task A_bad_request_of_the_server_keeps_its_status_but_not_its_words()
    {
        var body = await (await host.Client.GetAsync("/fails/too-large")).ShouldBeProblemAsync(413, "too-large");
        body.GetRawText().ShouldNotContain("secret");
    }

    [Fact]
    public async Task A_client_that_leaves_is_no_error()
    {
        using var impatience = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await Should.ThrowAsync<OperationCanceledException>(() => host.Client.GetAsync("/waits", impatience.Token));
        await Task.Delay(200);
        host.Log.Entries.ShouldNotContain(entry => entry.Text.Contains("/waits") && entry.Level >= LogLevel.Warning);
    }

    [Fact]
    public async Task A_problem_asked_for_by_HEAD_has_the_headers_alone()
    {
        var answer = await host.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/no/such/thing"));
        ((int)answer.StatusCode).ShouldBe(404);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        (await answer.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
    }
}
