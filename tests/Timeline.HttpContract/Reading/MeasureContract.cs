using static Timeline.HttpContract.Calls;

namespace Timeline.HttpContract;

/// <summary><c>GET /api/measures/{measure}</c>: the claims about one measure as a series over known time.</summary>
public abstract class MeasureContract(TimelineApi api) : ContractSuite(api)
{
    [Fact]
    public async Task Claims_come_in_the_order_in_which_they_became_known_with_who_claims_what()
    {
        var (measure, report) = (Unique("soldiers"), await ReportOf());
        await Accept(
            report.Set("attribution", "NIS").Figure(measure, 3000).Figure("ships", 4),
            Corroborate(report.Id).From("B").Reported("2024-10-28").Set("figures", new[] { new { measure, min = 10000, max = 11000, unit = "people", qualifier = "at least" } }),
            Corroborate(report.Id).From("A").Set("attribution", "Kyiv").Reported("2024-10-23T10:00:00Z").Figure(measure, 12000));

        var answer = await Ok($"/api/measures/{measure}");

        answer.Json.Members()[..4].ShouldBe(["knownAt", "basis", "edition", "permalink"]);
        answer.Texts("items[].reportedAt").ShouldBe(["2024-10-18T00:00:00Z", "2024-10-23T10:00:00Z", "2024-10-28T00:00:00Z"]);
        answer.Texts("items[].attribution").ShouldBe(["NIS", "Kyiv", "B"]);
        answer.Texts("items[].value").ShouldBe(["3000", "12000"]);
        (answer.Text("items[2].min"), answer.Text("items[2].max"), answer.Text("items[2].unit"), answer.Text("items[0].unit")).ShouldBe(("10000", "11000", "people", "people"));
        answer.Texts("items[].development").ShouldBe([report.Id, report.Id, report.Id]);
        answer.Json.Has("items[].supersededAt").ShouldBeFalse();
    }

    [Fact]
    public async Task A_corrected_claim_was_superseded_then()
    {
        var (measure, report) = (Unique("soldiers"), await ReportOf());
        await Accept(report.Figure(measure, 3000), Correct(report.Id).Change("figures", new[] { new { measure, value = 3500, unit = "people" } }).Reported("2024-10-25T08:00:00Z"));

        var series = (await Ok($"/api/measures/{measure}")).Json;
        series.Texts("items[].value").ShouldBe(["3000", "3500"]);
        (series.Text("items[0].supersededAt"), series.Has("items[1].supersededAt"), series.Text("items[1].reportedAt")).ShouldBe(("2024-10-25T08:00:00Z", false, "2024-10-25T08:00:00Z"));
        var before = (await Ok($"/api/measures/{measure}?knownAt=2024-10-24")).Json;
        before.Texts("items[].value").ShouldBe(["3000"]);
        before.Has("items[0].supersededAt").ShouldBeFalse();
    }

    [Fact]
    public async Task A_claim_that_was_annulled_is_gone_from_that_basis_on()
    {
        var (measure, report) = (Unique("soldiers"), await ReportOf());
        var written = await Accept(report.Figure(measure, 3000), Corroborate(report.Id).Figure(measure, 9));
        await Accept(Annul(report.Id, written[1].Position));

        (await Ok($"/api/measures/{measure}")).Texts("items[].value").ShouldBe(["3000"]);
        (await Ok($"/api/measures/{measure}?basis={written[1].Position}")).Texts("items[].value").ShouldBe(["3000", "9"]);
    }

    [Fact]
    public async Task Claims_of_what_is_retracted_are_hidden_unless_asked_for()
    {
        var (measure, report) = (Unique("soldiers"), await ReportOf());
        await Accept(report.Figure(measure, 3000), Retract(report.Id).Reported("2024-10-25"));

        (await Ok($"/api/measures/{measure}")).Texts("items[].value").ShouldBeEmpty();
        (await Ok($"/api/measures/{measure}?knownAt=2024-10-24")).Texts("items[].value").ShouldBe(["3000"]);
        var asked = (await Ok($"/api/measures/{measure}?include=retracted")).Json;
        (asked.Text("items[0].value"), asked.Text("items[0].supersededAt")).ShouldBe(("3000", "2024-10-25T00:00:00Z"));
    }

    [Fact]
    public async Task It_takes_the_filters_of_every_list()
    {
        var (measure, a, b) = (Unique("Shells & mines"), (await ReportOf("a")).Kind("transfer").Tags("x"), (await ReportOf("b")).Kind("treaty").Occurred("2020"));
        await Accept(a.Figure(measure, 1), b.Figure(measure, 2));
        var path = $"/api/measures/{Uri.EscapeDataString(measure)}";

        foreach (var query in new[] { $"actor={a.Body["actor"]}", "kind=transfer", "tag=x", "occurredFrom=2024", "tag=x&kind=transfer&status=reported" })
            (await Ok($"{path}?{query}")).Texts("items[].value").ShouldBe(["1"], query);
        (await Ok($"{path}?order=desc")).Texts("items[].value").ShouldBe(["2", "1"]);
        (await Ok((await Ok($"{path}?limit=1")).Text("next")!)).Texts("items[].value").ShouldBe(["2"]);
        (await Get($"{path}?foo=1")).ShouldBeProblem(400, "foo");
    }

    [Fact]
    public async Task A_measure_that_nobody_used_has_no_claims() => (await Ok($"/api/measures/{Unique("unheard-of")}")).Texts("items[].value").ShouldBeEmpty();
}
