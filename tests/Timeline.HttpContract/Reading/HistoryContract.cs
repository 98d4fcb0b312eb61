using static Timeline.HttpContract.Calls;

namespace Timeline.HttpContract;

/// <summary><c>GET /api/developments/{id}/history</c>: every event with its clocks, its source, what it changed and what annulled it.</summary>
public abstract class HistoryContract(TimelineApi api) : ContractSuite(api)
{
    [Fact]
    public async Task Every_event_is_told_in_the_order_of_the_log_with_its_clocks_and_source()
    {
        var report = await ReportOf();
        var id = report.Id;
        var written = await Accept(report, Correct(id).Change("headline", "New").Reported("2024-10-25T10:00:00Z"), Corroborate(id).Reported("2024-10-20"), Dispute(id), Reinstate(id), Retract(id).Reported("2024-10-30"));
        var annulment = await Accept(Annul(id, written[5].Position).Set("reason", "wrong development"));

        var answer = await Ok($"/api/developments/{id}/history");

        answer.Json.Members()[..4].ShouldBe(["knownAt", "basis", "edition", "permalink"]);
        (answer.Text("id"), answer.Json.Number("basis")).ShouldBe((id, annulment.Position));
        answer.Texts("events[].position").ShouldBe([.. written.Append(annulment).Select(w => $"{w.Position}")]);
        answer.Texts("events[].recordedAt").ShouldBe([.. written.Append(annulment).Select(w => w.RecordedAt)]);
        answer.Texts("events[].version").ShouldBe([.. written.Append(annulment).Select(w => $"{w.Version}")]);
        answer.Texts("events[].type").ShouldBe([
            "development_reported", "development_corrected", "development_corroborated", "development_disputed", "development_reinstated", "development_retracted", "development_event_annulled"]);
        answer.Texts("events[].reportedAt").ShouldBe([
            "2024-10-18T00:00:00Z", "2024-10-25T10:00:00Z", "2024-10-20T00:00:00Z", "2024-10-19T00:00:00Z", "2024-10-20T00:00:00Z", "2024-10-30T00:00:00Z"]);
        answer.Texts("events[].source.publisher").ShouldBe(["Agency", "Agency", "Second agency", "Gazette", "Agency", "Agency"]);
        answer.Texts("events[].reason").ShouldBe(["because", "because", "because", "because", "wrong development"]);
        answer.Texts("events[].recordedBy").Length.ShouldBe(7);
    }

    [Fact]
    public async Task An_annulled_event_names_what_annulled_it()
    {
        var id = await Reported();
        var dispute = await Accept(Dispute(id));
        var annulment = await Accept(Annul(id, dispute.Position));

        var annulled = (await Ok($"/api/developments/{id}/history")).Json.Find("events[1].annulledBy").Single();

        (annulled.Number("position"), annulled.Text("reason"), annulled.Text("recordedAt")).ShouldBe((annulment.Position, "because", annulment.RecordedAt));
        (await Ok($"/api/developments/{id}/history?basis={dispute.Position}")).Json.Has("events[1].annulledBy").ShouldBeFalse();
    }

    [Fact]
    public async Task An_event_tells_what_it_alone_changed_field_by_field()
    {
        var report = (await ReportOf()).Figure("soldiers", 1).Tags("a");
        var id = report.Id;
        await Accept(report, Correct(id).Change("headline", "New").Change("tags", null).Reported("2024-10-25"), Dispute(id).Reported("2024-10-20"));

        var json = (await Ok($"/api/developments/{id}/history")).Json;

        json.Texts("events[1].changes[].field").Order().ShouldBe(["headline", "tags"]);
        var headline = json.Find("events[1].changes[]").Single(change => change.Text("field") == "headline");
        (headline.Text("before"), headline.Text("after")).ShouldBe(($"Headline of {id}", "New"));
        var tags = json.Find("events[1].changes[]").Single(change => change.Text("field") == "tags");
        (tags.Text("before"), tags.Has("after")).ShouldBe(("[\"a\"]", false));
        json.Texts("events[2].changes[].field").Order().ShouldBe(["disputes", "status"]);
    }

    [Fact]
    public async Task The_reports_own_words_are_no_change_of_what_came_next()
    {
        var report = (await ReportOf()).Set("summary", "Own");
        var id = report.Id;
        await Accept(report, Corroborate(id).Reported("2024-10-10").Headline("Early").Occurred("2024-10-09"), Dispute(id).Reported("2024-10-20"));

        var json = (await Ok($"/api/developments/{id}/history")).Json;

        json.Texts("events[2].changes[].field").Order().ShouldBe(["disputes", "status"]);
    }

    [Fact]
    public async Task A_report_that_counts_early_is_told_whole_once_it_was_published()
    {
        var report = (await ReportOf()).Set("attribution", "Own claimant");
        var id = report.Id;
        await Accept(report, Corroborate(id).Reported("2024-10-10").Headline("Early").Occurred("2024-10-09"));

        var whole = await Ok($"/api/developments/{id}/history");
        var before = await Ok($"/api/developments/{id}/history?knownAt=2024-10-17");

        (whole.Text("knownAt"), whole.Text("events[0].effectiveAt"), whole.Text("events[0].reportedAt"), whole.Text("events[0].source.publisher"), whole.Text("events[0].attribution"))
            .ShouldBe(("2024-10-18T00:00:00Z", "2024-10-10T00:00:00Z", "2024-10-18T00:00:00Z", "Agency", "Own claimant"));
        (before.Text("knownAt"), before.Text("events[0].type"), before.Text("events[0].effectiveAt")).ShouldBe(("2024-10-10T00:00:00Z", "development_reported", "2024-10-10T00:00:00Z"));
        foreach (var answer in new[] { whole, before })
            (await Ok(answer.Text("permalink")!)).Body.ShouldBe(answer.Body);
        before.ETag.ShouldNotBe(whole.ETag);
    }

    [Fact]
    public async Task It_shows_what_was_recorded_and_known_at_a_point()
    {
        var id = await Reported();
        var late = await Accept(Correct(id).Change("headline", "New").Reported("2024-10-25"));
        await Accept(Corroborate(id).Reported("2024-10-20"));

        (await Ok($"/api/developments/{id}/history?knownAt=2024-10-24")).Texts("events[].type").ShouldBe(["development_reported", "development_corroborated"]);
        (await Ok($"/api/developments/{id}/history?basis={late.Position}")).Texts("events[].type").ShouldBe(["development_reported", "development_corrected"]);
        (await Get($"/api/developments/{id}/history?knownAt=2024-10-17")).ShouldBeProblem(404);
        (await Get($"/api/developments/{Unique("nothing")}/history")).ShouldBeProblem(404);
    }

    [Fact]
    public async Task Who_recorded_an_event_and_in_which_context_is_kept()
    {
        var report = (await ReportOf()).Header("X-Correlation-Id", "case-7").Header("X-Causation-Id", "mail-3");
        await Accept(report);

        var json = (await Ok($"/api/developments/{report.Id}/history")).Json;

        (json.Text("events[0].correlationId"), json.Text("events[0].causationId")).ShouldBe(("case-7", "mail-3"));
        json.Text("events[0].recordedBy").ShouldNotBeNullOrEmpty();
    }
}
