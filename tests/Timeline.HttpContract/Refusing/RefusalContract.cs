using static Timeline.HttpContract.Calls;

namespace Timeline.HttpContract;

/// <summary>Refusals are problem details (RFC 9457) with the right status, and nothing is written.</summary>
public abstract class RefusalContract(TimelineApi api) : ContractSuite(api)
{
    [Fact]
    public async Task Each_type_of_problem_leads_to_a_page_that_explains_it()
    {
        var report = await ReportOf();
        await Accept(report);
        Answer[] problems =
        [
            await Refuse(report.Copy().Sending("{"), 400), (await Get("/api/timeline?foo=1")).ShouldBeProblem(400), (await Get("/api/nothing")).ShouldBeProblem(404),
            (await Send(HttpMethod.Delete, "/api/timeline")).ShouldBeProblem(405), await Refuse(report, 409), await Refuse(Dispute(report.Id).IfMatch("\"x\""), 412),
            await Refuse(report.Copy().Sending(new byte[1024 * 1024 + 1]), 413), (await Send(report.ToRequest("text/plain"))).ShouldBeProblem(415), await Refuse(report.Copy().Set("kind", "war"), 422),
            (await Get($"/api/timeline?edition={Api.OfOtherView((await Ok("/api/timeline")).Text("edition")!)}")).ShouldBeProblem(410),
        ];

        problems.Select(problem => problem.Text("type")).ShouldBeUnique();
        foreach (var problem in problems)
        {
            var page = await Ok(problem.Text("type")!);
            page.MediaType.ShouldBe("text/html");
            page.Body.ShouldContain(problem.Text("title")!);
        }
    }

    [Fact]
    public async Task All_that_is_wrong_is_said_at_once()
    {
        var report = (await ReportOf()).Without("headline").Kind("war").Set("places", new[] { new { latitude = "north" } }).Set("color", "red").Set("source", new { });

        await Refuse(report, 422, "headline", "kind", "places[0].name", "places[0].latitude", "color", "source.publisher");
    }

    [Theory]
    [InlineData("actor")]
    [InlineData("kind")]
    [InlineData("occurred")]
    [InlineData("headline")]
    [InlineData("source")]
    public async Task A_report_needs(string field)
    {
        await Refuse((await ReportOf()).Without(field), 422, field);
        await Refuse((await ReportOf()).Set(field, null), 422, field);
    }

    [Theory]
    [InlineData("id", "Not a slug")]
    [InlineData("id", "")]
    [InlineData("actor", "")]
    [InlineData("kind", "Treaty")]
    [InlineData("kind", "0")]
    [InlineData("headline", "")]
    [InlineData("headline", "   ")]
    [InlineData("summary", "")]
    [InlineData("attribution", "")]
    [InlineData("reportedAt", "yesterday")]
    [InlineData("reportedAt", "2024-02-30")]
    [InlineData("reportedAt", "2024-10-18T25:00:00Z")]
    [InlineData("reportedAt", "2024-10-18T10:00:00")]
    [InlineData("reportedAt", "0000-01-01")]
    [InlineData("reportedAt", "0001-01-01T00:00:00+14:00")]
    [InlineData("reportedAt", "9999-12-31T23:59:59-14:00")]
    [InlineData("reportedAt", "+292277026596-12-04")]
    public async Task A_value_against_its_rule_is_refused_by_name(string field, string value) => await Refuse((await ReportOf()).Set(field, value), 422, field);

    [Fact]
    public async Task Times_finer_than_a_microsecond_cannot_be_read()
    {
        await Refuse((await ReportOf()).Reported("2024-10-18T10:00:00.1234567Z"), 400, "reportedAt");
        await Accept((await ReportOf()).Reported("2024-10-18T10:00:00.1234560Z"));
    }

    [Fact]
    public async Task Texts_have_limits()
    {
        await Refuse((await ReportOf()).Headline(new string('x', 201)), 422, "headline");
        await Refuse((await ReportOf()).Set("summary", new string('x', 5001)), 422, "summary");
        await Refuse((await ReportOf()).Headline("bell \u0007"), 422, "headline");
    }

    [Fact]
    public async Task An_unknown_actor_in_a_body_is_a_422()
    {
        var unknown = Unique("nobody");

        await Refuse((await ReportOf()).By(unknown), 422, "actor");
        await Refuse((await ReportOf()).With(await Actor()).With(unknown), 422, "participants[1].actor");
    }

    [Theory]
    [InlineData("{\"measure\":\"m\",\"unit\":\"u\"}", "figures[0]")]
    [InlineData("{\"measure\":\"m\",\"value\":1,\"min\":1,\"unit\":\"u\"}", "figures[0]")]
    [InlineData("{\"measure\":\"m\",\"min\":2,\"max\":1,\"unit\":\"u\"}", "figures[0].max")]
    [InlineData("{\"measure\":\"m\",\"value\":1}", "figures[0].unit")]
    [InlineData("{\"value\":1,\"unit\":\"u\"}", "figures[0].measure")]
    [InlineData("{\"measure\":\"m\",\"value\":\"1\",\"unit\":\"u\"}", "figures[0].value")]
    [InlineData("{\"measure\":\"m\",\"value\":1e999,\"unit\":\"u\"}", "figures[0].value")]
    [InlineData("{\"measure\":\"m\",\"value\":1e-999,\"unit\":\"u\"}", "figures[0].value")]
    [InlineData("{\"measure\":\"m\",\"value\":1234567890123456789012345678901,\"unit\":\"u\"}", "figures[0].value")]
    [InlineData("{\"measure\":\"m\",\"value\":1,\"unit\":\"u\",\"mean\":1}", "figures[0].mean")]
    [InlineData("7", "figures[0]")]
    [InlineData("null", "figures[0]")]
    public async Task A_figure_is_a_value_or_a_range_of_a_measure_in_a_unit(string figure, string field) =>
        await Refuse((await ReportOf()).Set("figures", System.Text.Json.JsonElement.Parse($"[{figure}]")), 422, field);

    [Theory]
    [InlineData("{}", "places[0].name")]
    [InlineData("{\"name\":\"x\",\"latitude\":1}", "places[0]")]
    [InlineData("{\"name\":\"x\",\"longitude\":1}", "places[0]")]
    [InlineData("{\"name\":\"x\",\"latitude\":90.1,\"longitude\":0}", "places[0].latitude")]
    [InlineData("{\"name\":\"x\",\"latitude\":0,\"longitude\":-180.1}", "places[0].longitude")]
    public async Task A_place_has_a_name_and_both_coordinates_or_none(string place, string field) =>
        await Refuse((await ReportOf()).Set("places", System.Text.Json.JsonElement.Parse($"[{place}]")), 422, field);

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("JavaScript:alert(1)")]
    [InlineData(" https://example.org")]
    [InlineData("data:text/html,<script>alert(1)</script>")]
    [InlineData("ftp://example.org/x")]
    [InlineData("//example.org/x")]
    [InlineData("/relative")]
    [InlineData("https://user:secret@example.org/")]
    [InlineData("https://")]
    [InlineData("https://exa mple.org/")]
    [InlineData("https://example.org/\"><script>")]
    [InlineData("java\nscript:alert(1)")]
    [InlineData("")]
    public async Task An_address_is_http_or_https(string url)
    {
        await Refuse((await ReportOf()).Set("source", new { publisher = "Agency", url }), 422, "source.url");
        await Refuse((await ReportOf()).Set("source", new { publisher = "Agency", archivedUrl = url }), 422, "source.archivedUrl");
        await Refuse(Correct(await Reported()).Change("source", new { url }), 422, "changes.source.url");
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("application/xml")]
    [InlineData("application/x-ndjson")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("")]
    public async Task A_body_of_another_type_is_a_415(string contentType)
    {
        var before = await NewestPosition();
        (await Send((await ReportOf()).ToRequest(contentType))).ShouldBeProblem(415);
        (await NewestPosition()).ShouldBe(before + 1, "only the actor of the report was written");
    }

    [Theory]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("application/json; charset=\"UTF-8\"")]
    [InlineData("Application/JSON")]
    public async Task A_type_may_be_spelled_in_any_way(string contentType) => (await Send((await ReportOf()).ToRequest(contentType))).Should(201);

    [Fact]
    public async Task A_compressed_body_is_a_415()
    {
        var request = (await ReportOf()).ToRequest();
        request.Content!.Headers.ContentEncoding.Add("gzip");

        (await Send(request)).ShouldBeProblem(415);
    }

    [Theory]
    [InlineData("/api/nothing")]
    [InlineData("/api/developments/unknown")]
    [InlineData("/api/developments/unknown/history")]
    [InlineData("/api/developments/NOT%20A%20SLUG%2F..")]
    [InlineData("/api/developments/%E2%82%AC%F0%9F%9A%A2")]
    [InlineData("/api/actors/unknown")]
    [InlineData("/api/actors/unknown/events")]
    [InlineData("/problems/nothing")]
    public async Task What_is_not_there_is_a_404(string path) => (await Get(path)).ShouldBeProblem(404);

    [Theory]
    [InlineData("DELETE", "/api/timeline")]
    [InlineData("PUT", "/api/developments/x")]
    [InlineData("POST", "/api/timeline")]
    [InlineData("GET", "/api/developments")]
    [InlineData("DELETE", "/api/actors/x")]
    [InlineData("GET", "/api/developments/x/corrections")]
    public async Task A_method_that_is_not_for_the_address_is_a_405(string method, string path)
    {
        var answer = (await Send(new HttpMethod(method), path)).ShouldBeProblem(405);

        answer.Header("Allow").ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task A_write_has_no_unknown_parameters() => await Refuse((await ReportOf()).Query("dryRun=true"), 400, "dryRun");

    [Fact]
    public async Task Whom_a_problem_happened_to_can_name_it_by_its_trace()
    {
        var (one, other) = (await Get("/api/nothing"), await Get("/api/nothing"));

        one.Text("traceId").ShouldNotBe(other.Text("traceId"));
    }

    [Fact]
    public async Task What_was_sent_is_never_shown_as_html()
    {
        foreach (var path in new[] { "/api/timeline?", "/problems/", "/api/developments/" })
        {
            var answer = await Get($"{path}{Uri.EscapeDataString("<script>alert(1)</script>")}", ("Accept", "text/html"));
            answer.ShouldBeProblem(path.EndsWith('?') ? 400 : 404);
            answer.Header("X-Content-Type-Options").ShouldBe("nosniff");
        }
    }
}
