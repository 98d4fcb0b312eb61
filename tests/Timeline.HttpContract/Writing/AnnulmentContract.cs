using static Timeline.HttpContract.Calls;

namespace Timeline.HttpContract;

/// <summary>Annulments: an event that we recorded by mistake is not folded any more, at every basis from the annulment's own on.</summary>
public abstract class AnnulmentContract(TimelineApi api) : ContractSuite(api)
{
    [Fact]
    public async Task An_annulled_event_counts_at_earlier_bases_only()
    {
        var id = await Reported();
        var correction = await Accept(Correct(id).Change("headline", "Wrong").Reported("2024-10-20"));
        var annulment = await Accept(Annul(id, correction.Position));

        annulment.Answer.Status.ShouldBe(201);
        foreach (var knownAt in new[] { "2024-10-20", "2024-10-30" })
        {
            (await Entry(id, knownAt, annulment.Position)).Text("headline").ShouldBe($"Headline of {id}");
            (await Entry(id, knownAt, annulment.Position - 1)).Text("headline").ShouldBe("Wrong");
        }
    }

    [Fact]
    public async Task An_annulled_report_removes_the_development_and_its_id_stays_taken()
    {
        var report = await ReportOf();
        var written = await Accept(report);
        await Accept(Corroborate(report.Id));
        var annulment = await Accept(Annul(report.Id, written.Position));
        var actor = $"actor={report.Body["actor"]}&include=retracted";

        (await Get($"/api/developments/{report.Id}")).ShouldBeProblem(404);
        (await Ids(actor)).ShouldBeEmpty();
        (await IsKnown(report.Id, "2024-10-18", annulment.Position - 1)).ShouldBeTrue();
        (await Ids($"{actor}&basis={annulment.Position - 1}")).ShouldBe([report.Id]);
        await Refuse(report.Copy().By(await Actor()), 409);
        await Refuse(Corroborate(report.Id), 404);
        await Refuse(Annul(report.Id, written.Position), 404);
        await Refuse(Retract(await Reported()).Set("duplicateOf", report.Id), 422, "duplicateOf");
    }

    [Fact]
    public async Task An_annulled_retraction_shows_the_development_again()
    {
        var report = await ReportOf();
        await Accept(report);
        var retraction = await Accept(Retract(report.Id));
        await Accept(Annul(report.Id, retraction.Position));

        (await Ids($"actor={report.Body["actor"]}")).ShouldBe([report.Id]);
        (await Entry(report.Id)).Text("status").ShouldBe("reported");
    }

    [Fact]
    public async Task An_annulled_corroboration_no_longer_makes_it_known_earlier()
    {
        var id = await Reported();
        var early = await Accept(Corroborate(id).Reported("2024-10-10").Headline("Early").Occurred("2024-10-09").Figure("soldiers", 1));
        var annulment = await Accept(Annul(id, early.Position));

        (await IsKnown(id, "2024-10-17")).ShouldBeFalse();
        (await IsKnown(id, "2024-10-17", annulment.Position - 1)).ShouldBeTrue();
        var entry = await Entry(id);
        (entry.Text("knownFrom"), entry.Text("status"), entry.Has("figures")).ShouldBe(("2024-10-18T00:00:00Z", "reported", false));
    }

    [Fact]
    public async Task Annulled_events_and_annulments_count_as_revisions()
    {
        var id = await Reported();
        var dispute = await Accept(Dispute(id).Reported("2024-10-20"));
        var annulment = await Accept(Annul(id, dispute.Position));

        var entry = await Entry(id);
        (entry.Number("revision"), entry.Text("revisedAt"), entry.Number("position"), entry.Text("recordedAt"))
            .ShouldBe((3, "2024-10-20T00:00:00Z", annulment.Position, annulment.RecordedAt));
        (await Entry(id, "2024-10-19")).Number("revision").ShouldBe(1);
        (await Entry(id, basis: dispute.Position)).Number("revision").ShouldBe(2);
    }

    [Fact]
    public async Task An_annulment_is_not_annulled_and_nothing_is_annulled_twice()
    {
        var id = await Reported();
        var dispute = await Accept(Dispute(id));
        var annulment = await Accept(Annul(id, dispute.Position));

        await Refuse(Annul(id, annulment.Position), 422, "position");
        await Refuse(Annul(id, dispute.Position), 422, "position");
        await Accept(Dispute(id));
        (await Entry(id)).Text("status").ShouldBe("disputed");
    }

    [Fact]
    public async Task Only_an_event_of_the_development_can_be_annulled()
    {
        var (id, other) = (await Reported(), await Accept(await ReportOf()));

        await Refuse(Annul(id, other.Position), 422, "position");
        await Refuse(Annul(id, other.Position + 1_000_000), 422, "position");
        await Refuse(Annul(id, 0), 422, "position");
        await Refuse(Annul(Unique("nothing"), other.Position), 404);
    }

    [Fact]
    public async Task It_has_neither_source_nor_time_and_needs_a_reason()
    {
        var id = await Reported();
        var dispute = await Accept(Dispute(id));

        await Refuse(Annul(id, dispute.Position).Reported("2024-10-20"), 422, "reportedAt");
        await Refuse(Annul(id, dispute.Position).From("Agency"), 422, "source");
        await Refuse(Annul(id, dispute.Position).Without("reason"), 422, "reason");
        await Refuse(Annul(id, dispute.Position).Without("position"), 422, "position");
    }

    [Fact]
    public async Task What_was_recorded_after_it_is_judged_without_the_annulled_event()
    {
        var id = await Reported();
        var retraction = await Accept(Retract(id));
        await Refuse(Dispute(id).Reported("2024-10-20"), 422);
        await Accept(Annul(id, retraction.Position));

        await Accept(Dispute(id).Reported("2024-10-20"));
    }
}
