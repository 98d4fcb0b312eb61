using System.Text.Json;
using static Timeline.HttpContract.Calls;

namespace Timeline.HttpContract;

/// <summary>Corrections: a merge patch over what a development is described as, from their own time on.</summary>
public abstract class CorrectionContract(TimelineApi api) : ContractSuite(api)
{
    [Fact]
    public async Task A_correction_answers_where_it_stands_and_shows_from_its_own_time_on()
    {
        var id = await Reported();
        var answer = (await Send(Correct(id).Change("headline", "New").Reported("2024-10-25T10:00:00Z"))).Should(201);

        answer.Json.Members().ShouldBe(["id", "stream", "version", "position", "recordedAt"]);
        answer.Header("Location").ShouldNotBeNull().ShouldStartWith($"/api/developments/{id}");
        (await Entry(id, "2024-10-25T09:59:59.999999Z")).Text("headline").ShouldBe($"Headline of {id}");
        (await Entry(id, "2024-10-25T10:00:00Z")).Text("headline").ShouldBe("New");
        (await Entry(id, basis: answer.Json.Number("position") - 1)).Text("headline").ShouldBe($"Headline of {id}");
    }

    [Theory]
    [InlineData("occurred", "\"2024-09\"", "occurred.edtf", "2024-09")]
    [InlineData("kind", "\"treaty\"", "kind", "treaty")]
    [InlineData("headline", "\"New\"", "headline", "New")]
    [InlineData("summary", "\"New\"", "summary", "New")]
    [InlineData("places", "[{\"name\":\"New\"}]", "places[].name", "New")]
    [InlineData("figures", "[{\"measure\":\"n\",\"value\":2,\"unit\":\"u\"}]", "figures[].value", "2")]
    [InlineData("tags", "[\"new\"]", "tags[]", "new")]
    [InlineData("attribution", "\"New\"", "attribution", "New")]
    [InlineData("source", "{\"publisher\":\"New\"}", "sources[].publisher", "New")]
    public async Task Each_field_can_be_corrected_and_arrays_are_replaced_whole(string field, string value, string path, string shown)
    {
        var id = await ReportedInFull();

        await Accept(Correct(id).Change(field, JsonElement.Parse(value)));

        (await Entry(id)).Texts(path).ShouldBe([shown]);
    }

    [Fact]
    public async Task Participants_can_be_corrected_and_named_by_alias()
    {
        var (id, partner, alias) = (await ReportedInFull(), Unique("ally"), Unique("Our Ally"));
        await Accept(Register(partner).Set("aliases", new[] { alias }));

        await Accept(Correct(id).Change("participants", new[] { new { actor = alias, role = "host" } }));

        (await Entry(id)).Texts("participants[].actor").ShouldBe([partner]);
        await Refuse(Correct(id).Change("participants", new[] { new { actor = "nobody", role = "host" } }), 422, "changes.participants[0].actor");
    }

    [Theory]
    [InlineData("summary", "summary")]
    [InlineData("participants", "participants")]
    [InlineData("places", "places")]
    [InlineData("figures", "figures")]
    [InlineData("tags", "tags")]
    public async Task Null_clears_what_is_optional(string field, string path)
    {
        var id = await ReportedInFull();
        (await Entry(id)).Has(path).ShouldBeTrue();

        await Accept(Correct(id).Change(field, null));

        (await Entry(id)).Has(path).ShouldBeFalse();
    }

    [Fact]
    public async Task Clearing_the_attribution_leaves_the_publisher()
    {
        var id = await ReportedInFull();
        await Accept(Correct(id).Change("attribution", null));

        (await Entry(id)).Text("attribution").ShouldBe("Agency");
    }

    [Theory]
    [InlineData("occurred")]
    [InlineData("kind")]
    [InlineData("headline")]
    [InlineData("source")]
    public async Task What_is_needed_cannot_be_cleared(string field) =>
        await Refuse(Correct(await Reported()).Change(field, null), 422, $"changes.{field}");

    [Fact]
    public async Task A_source_is_patched_field_by_field_and_replaces_the_reports()
    {
        var id = await ReportedInFull();

        await Accept(Correct(id).Change("source", new { title = (string?)null, url = "https://example.org/new" }).Reported("2024-10-20"));

        var source = (await Entry(id)).Find("sources[0]").Single();
        (source.Text("publisher"), source.Has("title"), source.Text("url")).ShouldBe(("Agency", false, "https://example.org/new"));
        (await Entry(id)).Texts("sources[].publisher").ShouldBe(["Agency"]);
        await Refuse(Correct(id).Change("source", new { publisher = (string?)null }), 422, "changes.source.publisher");
    }

    [Fact]
    public async Task Corrected_figures_replace_the_reports_but_never_a_corroborations()
    {
        var id = await ReportedInFull();
        await Accept(
            Corroborate(id).Figure("soldiers", 11000).Reported("2024-10-19"),
            Correct(id).Change("figures", new[] { new { measure = "soldiers", value = 12000, unit = "people" } }).Reported("2024-10-20"));

        var entry = await Entry(id);

        entry.Texts("figures[].value").ShouldBe(["12000", "11000"]);
        entry.Texts("figures[].attribution").ShouldBe(["Office", "Second agency"]);
        entry.Texts("figures[].reportedAt").ShouldBe(["2024-10-20T00:00:00Z", "2024-10-19T00:00:00Z"]);
    }

    [Fact]
    public async Task A_corrected_attribution_relabels_the_reports_own_figures_and_source()
    {
        var id = await ReportedInFull();
        await Accept(Corroborate(id).Figure("soldiers", 11000), Correct(id).Change("attribution", "Ministry"));

        var entry = await Entry(id);

        entry.Text("attribution").ShouldBe("Ministry");
        entry.Texts("figures[].attribution").ShouldBe(["Ministry", "Ministry", "Second agency"]);
        entry.Texts("sources[].attribution").ShouldBe(["Ministry", "Second agency"]);
    }

    [Fact]
    public async Task The_later_known_wins_whichever_was_recorded_first()
    {
        var id = await Reported();
        await Accept(
            Correct(id).Change("headline", "of the 25th").Reported("2024-10-25"),
            Correct(id).Change("headline", "of the 20th").Change("summary", "of the 20th").Reported("2024-10-20"));

        (await Entry(id, "2024-10-19")).Text("headline").ShouldBe($"Headline of {id}");
        (await Entry(id, "2024-10-20")).Text("headline").ShouldBe("of the 20th");
        var newest = await Entry(id, "2024-10-25");
        (newest.Text("headline"), newest.Text("summary")).ShouldBe(("of the 25th", "of the 20th"));
    }

    [Fact]
    public async Task Of_two_known_at_once_the_one_recorded_later_wins()
    {
        var id = await Reported();
        await Accept(Correct(id).Change("headline", "first"), Correct(id).Change("headline", "second"));

        (await Entry(id)).Text("headline").ShouldBe("second");
    }

    [Fact]
    public async Task Changing_nothing_is_refused()
    {
        var id = await ReportedInFull();

        await Refuse(Correct(id), 422);
        await Refuse(Correct(id).Change("headline", $"Headline of {id}"), 422);
        await Refuse(Correct(id).Change("source", new { publisher = "Agency" }), 422);
        await Refuse(Correct(await Reported()).Change("summary", null), 422);
    }

    [Fact]
    public async Task Whether_it_changes_something_is_judged_at_its_own_time()
    {
        var id = await Reported();
        await Accept(Correct(id).Change("headline", "New").Reported("2024-10-25"));

        await Refuse(Correct(id).Change("headline", "New").Reported("2024-10-26"), 422);
        await Accept(Correct(id).Change("headline", "New").Reported("2024-10-24"));
    }

    [Theory]
    [InlineData("id", "x")]
    [InlineData("actor", "x")]
    [InlineData("reportedAt", "2024-10-18")]
    [InlineData("status", "retracted")]
    public async Task What_is_not_a_sources_word_cannot_be_corrected(string field, string value) =>
        await Refuse(Correct(await Reported()).Change(field, value), 422, $"changes.{field}");

    [Theory]
    [InlineData("reason")]
    [InlineData("source")]
    [InlineData("changes")]
    public async Task A_correction_needs(string field) => await Refuse(Correct(await Reported()).Change("headline", "New").Without(field), 422, field);

    [Fact]
    public async Task Before_it_was_known_nothing_can_be_corrected() =>
        await Refuse(Correct(await Reported()).Change("headline", "New").Reported("2024-10-17"), 422, "reportedAt");

    [Fact]
    public async Task There_must_be_something_to_correct() => await Refuse(Correct(Unique("nothing")).Change("headline", "New"), 404);

    private async Task<string> ReportedInFull() => (await Accept((await ReportOf("full")).Set("summary", "Summary").With(await Actor()).At("Kursk", 51.7, 36.2).At("Sudzha")
        .Figure("soldiers", 10000).Figure("ships", 4).Tags("a", "b").Set("attribution", "Office").Set("source", new { publisher = "Agency", title = "Title", url = "https://example.org/old" }))).Id;
}
