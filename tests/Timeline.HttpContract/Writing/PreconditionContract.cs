using static Timeline.HttpContract.Calls;

namespace Timeline.HttpContract;

/// <summary>Writes that depend on what their author saw: <c>If-Match</c> and <c>expectedVersion</c>.</summary>
public abstract class PreconditionContract(TimelineApi api) : ContractSuite(api)
{
    [Fact]
    public async Task With_the_tag_of_the_development_a_write_happens_only_if_it_has_not_changed()
    {
        var id = await Reported();
        var tag = (await Ok($"/api/developments/{id}")).ETag;

        await Accept(Correct(id).Change("headline", "One").IfMatch(tag));
        await Refuse(Correct(id).Change("headline", "Two").IfMatch(tag), 412);

        (await Entry(id)).Text("headline").ShouldBe("One");
        await Accept(Correct(id).Change("headline", "Two").Reported("2024-10-20").IfMatch((await Ok($"/api/developments/{id}")).ETag));
    }

    [Fact]
    public async Task What_is_written_about_others_does_not_matter()
    {
        var report = await ReportOf();
        await Accept(report);
        var tag = (await Ok($"/api/developments/{report.Id}")).ETag;
        await Accept(Report(Unique("other")).By((string)report.Body["actor"]!), await ReportOf());

        await Accept(Dispute(report.Id).IfMatch(tag));
    }

    [Fact]
    public async Task Every_follow_up_heeds_it()
    {
        var id = await Reported();
        var tag = (await Ok($"/api/developments/{id}")).ETag;
        var written = await Accept(Dispute(id));

        foreach (var call in new[] { Correct(id).Change("headline", "New"), Corroborate(id), Dispute(id), Retract(id), Reinstate(id), Annul(id, written.Position) })
            await Refuse(call.IfMatch(tag), 412);
    }

    [Fact]
    public async Task With_the_tag_of_the_actor_a_description_happens_only_if_it_has_not_changed()
    {
        var actor = await Actor();
        var tag = (await Ok($"/api/actors/{actor}")).ETag;

        await Accept(Describe(actor).Set("name", "One").IfMatch(tag));
        await Refuse(Describe(actor).Set("name", "Two").IfMatch(tag), 412);
        await Accept(Describe(actor).Set("name", "Two").IfMatch((await Ok($"/api/actors/{actor}")).ETag));
    }

    [Fact]
    public async Task Of_several_tags_one_must_fit_and_a_star_always_does()
    {
        var id = await Reported();
        var tag = (await Ok($"/api/developments/{id}")).ETag;

        await Refuse(Dispute(id).IfMatch("\"x\", \"y\""), 412);
        await Refuse(Dispute(id).IfMatch($"W/{tag}"), 412);
        await Accept(Dispute(id).IfMatch($"\"x\", {tag}"), Dispute(id).IfMatch("*"));
    }

    [Theory]
    [InlineData("no quotes")]
    [InlineData("\"open")]
    [InlineData("")]
    public async Task A_tag_that_cannot_be_read_is_a_400_and_not_ignored(string tag) => await Refuse(Dispute(await Reported()).IfMatch(tag), 400, "If-Match");

    [Fact]
    public async Task An_expected_version_is_that_of_the_stream()
    {
        var report = await ReportOf();
        await Refuse(report.Copy().ExpectedVersion(0), 412);
        await Refuse(report.Copy().ExpectedVersion(2), 412);

        (await Accept(report.ExpectedVersion(1))).Version.ShouldBe(2);

        await Refuse(Dispute(report.Id).ExpectedVersion(1), 412);
        await Refuse(Describe((string)report.Body["actor"]!).Set("name", "New").ExpectedVersion(1), 412);
        (await Accept(Dispute(report.Id).ExpectedVersion(2))).Version.ShouldBe(3);
        (await Accept(Describe((string)report.Body["actor"]!).Set("name", "New").ExpectedVersion(3))).Version.ShouldBe(4);
        await Accept(Register(Unique("new")).ExpectedVersion(0));
    }

    [Theory]
    [InlineData("one")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("")]
    public async Task An_expected_version_that_is_no_number_is_a_400(string version) => await Refuse((await ReportOf()).ExpectedVersion(version), 400, "expectedVersion");

    [Fact]
    public async Task Of_clients_that_saw_the_same_only_one_writes()
    {
        var id = await Reported();
        var tag = (await Ok($"/api/developments/{id}")).ETag;

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => Send(Correct(id).Change("headline", $"{i}").IfMatch(tag))));

        answers.Select(answer => answer.Status).Order().ShouldBe(Enumerable.Repeat(412, 11).Prepend(201));
    }

    [Fact]
    public async Task Of_clients_that_expect_the_same_version_only_one_writes()
    {
        var actor = await Actor();

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Send(Report(Unique("raced")).By(actor).ExpectedVersion(1))));

        answers.Select(answer => answer.Status).Order().ShouldBe(Enumerable.Repeat(412, 11).Prepend(201));
    }
}
