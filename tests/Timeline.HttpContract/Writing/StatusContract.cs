using static Timeline.HttpContract.Calls;

namespace Timeline.HttpContract;

/// <summary>Disputes, retractions and reinstatements, and the status that follows from them.</summary>
public abstract class StatusContract(TimelineApi api) : ContractSuite(api)
{
    [Fact]
    public async Task A_dispute_is_listed_and_marks_the_development()
    {
        var id = await Reported();
        await Accept(Dispute(id).Set("by", "Peskov").Set("reason", "fake news").Reported("2024-10-21"));

        var entry = await Entry(id);

        (entry.Text("status"), entry.Text("disputes[0].by"), entry.Text("disputes[0].reason"), entry.Text("disputes[0].reportedAt"), entry.Text("disputes[0].source.publisher"))
            .ShouldBe(("disputed", "Peskov", "fake news", "2024-10-21T00:00:00Z", "Gazette"));
        (await Entry(id, "2024-10-20")).Text("status").ShouldBe("reported");
    }

    [Fact]
    public async Task A_denial_is_no_publisher_who_says_so_too()
    {
        var id = await Reported();
        await Accept(Dispute(id), Reinstate(id));

        (await Entry(id)).Text("status").ShouldBe("reported");
        (await Entry(id)).Texts("sources[].publisher").ShouldBe(["Agency"]);
    }

    [Fact]
    public async Task Disputed_outweighs_corroborated_and_retracted_outweighs_both()
    {
        var id = await Reported();
        await Accept(
            Dispute(id).Reported("2024-10-20"), Corroborate(id).Reported("2024-10-21"), Retract(id).Reported("2024-10-22"),
            Corroborate(id).From("Third").Reported("2024-10-23"), Reinstate(id).Reported("2024-10-24"), Dispute(id).Reported("2024-10-25"));

        var statuses = new List<string?>();
        for (var day = 18; day <= 25; day++)
            statuses.Add((await Entry(id, $"2024-10-{day}")).Text("status"));

        statuses.ShouldBe(["reported", "reported", "disputed", "disputed", "retracted", "retracted", "corroborated", "disputed"]);
    }

    [Fact]
    public async Task A_retraction_is_told_with_its_reason_and_hides_the_development_from_lists()
    {
        var (original, report) = (await Reported(), await ReportOf());
        await Accept(report, Retract(report.Id).Set("reason", "said twice").Set("duplicateOf", original).Reported("2024-10-22T08:00:00Z"));

        var entry = await Entry(report.Id);

        (entry.Text("status"), entry.Text("retraction.reason"), entry.Text("retraction.duplicateOf"), entry.Text("retraction.reportedAt"), entry.Text("retraction.source.publisher"))
            .ShouldBe(("retracted", "said twice", original, "2024-10-22T08:00:00Z", "Agency"));
        var actor = $"actor={report.Body["actor"]}";
        (await Ids(actor)).ShouldBeEmpty();
        (await Ids($"{actor}&knownAt=2024-10-22T07:59:59Z")).ShouldBe([report.Id]);
        (await Ids($"{actor}&include=retracted")).ShouldBe([report.Id]);
        (await Ids($"{actor}&status=retracted")).ShouldBe([report.Id]);
        (await Ids($"{actor}&status=retracted&status=reported")).ShouldBe([report.Id]);
        (await Ids($"{actor}&status=reported")).ShouldBeEmpty();
        (await Ids($"{actor}&status=reported&include=retracted")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_reinstatement_ends_the_retraction_and_the_disputes_before_it()
    {
        var id = await Reported();
        await Accept(Dispute(id).Reported("2024-10-20"), Retract(id).Reported("2024-10-21"), Reinstate(id).Reported("2024-10-22"), Dispute(id).Set("by", "Later").Reported("2024-10-23"));

        var (reinstated, disputed) = (await Entry(id, "2024-10-22"), await Entry(id));

        (reinstated.Text("status"), reinstated.Has("disputes"), reinstated.Has("retraction")).ShouldBe(("reported", false, false));
        disputed.Texts("disputes[].by").ShouldBe(["Later"]);
    }

    [Fact]
    public async Task What_is_retracted_can_only_be_corroborated_reinstated_or_annulled()
    {
        var id = await Reported();
        await Accept(Retract(id));

        await Refuse(Correct(id).Change("headline", "New").Reported("2024-10-20"), 422);
        await Refuse(Dispute(id).Reported("2024-10-20"), 422);
        await Refuse(Retract(id).Reported("2024-10-20"), 422);
        var corroboration = await Accept(Corroborate(id).Reported("2024-10-20"));
        await Accept(Annul(id, corroboration.Position), Reinstate(id).Reported("2024-10-20"));
    }

    [Fact]
    public async Task Only_what_is_retracted_or_disputed_can_be_reinstated()
    {
        var id = await Reported();

        await Refuse(Reinstate(id), 422);
        await Accept(Dispute(id).Reported("2024-10-19"), Reinstate(id).Reported("2024-10-20"));
        await Refuse(Reinstate(id).Reported("2024-10-21"), 422);
    }

    [Fact]
    public async Task Legality_is_judged_at_the_follow_ups_own_time()
    {
        var id = await Reported();
        await Accept(Retract(id).Reported("2024-10-25"));

        await Accept(Correct(id).Change("headline", "New").Reported("2024-10-24"), Dispute(id).Reported("2024-10-24"));
        await Refuse(Dispute(id).Reported("2024-10-25"), 422);
        await Refuse(Reinstate(id).Reported("2024-10-23"), 422);
        (await Entry(id, "2024-10-24")).Text("status").ShouldBe("disputed");
    }

    [Fact]
    public async Task Before_it_was_known_it_can_be_neither_disputed_nor_retracted_nor_reinstated()
    {
        var id = await Reported();

        await Refuse(Dispute(id).Reported("2024-10-17"), 422, "reportedAt");
        await Refuse(Retract(id).Reported("2024-10-17T23:59:59.999999Z"), 422, "reportedAt");
        await Refuse(Reinstate(id).Reported("2024-10-17"), 422, "reportedAt");
        await Accept(Dispute(id).Reported("2024-10-18"));
    }

    [Fact]
    public async Task A_duplicate_is_of_another_development_that_exists()
    {
        var id = await Reported();

        await Refuse(Retract(id).Set("duplicateOf", id), 422, "duplicateOf");
        await Refuse(Retract(id).Set("duplicateOf", Unique("nothing")), 422, "duplicateOf");
    }

    [Theory]
    [InlineData("disputes", "by")]
    [InlineData("disputes", "reason")]
    [InlineData("disputes", "source")]
    [InlineData("retractions", "reason")]
    [InlineData("retractions", "source")]
    [InlineData("reinstatements", "reason")]
    [InlineData("reinstatements", "source")]
    public async Task A_follow_up_needs(string call, string field)
    {
        var id = await Reported();
        var followUp = call switch { "disputes" => Dispute(id), "retractions" => Retract(id), _ => Reinstate(id) };

        await Refuse(followUp.Without(field), 422, field);
    }

    [Fact]
    public async Task Every_follow_up_answers_like_a_report()
    {
        var id = await Reported();
        foreach (var call in new[] { Dispute(id), Corroborate(id), Retract(id), Reinstate(id) })
        {
            var answer = (await Send(call)).Should(201);
            answer.Json.Members().ShouldBe(["id", "stream", "version", "position", "recordedAt"]);
            answer.Text("id").ShouldBe(id);
            answer.Header("Location").ShouldNotBeNull().ShouldStartWith($"/api/developments/{id}");
        }
    }

    [Fact]
    public async Task A_development_takes_at_most_a_thousand_follow_ups()
    {
        var id = await Reported();
        var left = 1000;

        await Task.WhenAll(Enumerable.Range(0, 16).Select(async _ =>
        {
            while (Interlocked.Decrement(ref left) >= 0)
                (await Send(Correct(id).Change("headline", Unique("New")))).Should(201);
        }));

        await Refuse(Corroborate(id), 422);
        await Refuse(Dispute(id), 422);
        (await Entry(id)).Number("revision").ShouldBe(1001);
    }
}
