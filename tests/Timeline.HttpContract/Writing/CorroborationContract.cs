using static Timeline.HttpContract.Calls;

namespace Timeline.HttpContract;

/// <summary>Corroborations: another source says so too, perhaps earlier than the report and perhaps with other numbers.</summary>
public abstract class CorroborationContract(TimelineApi api) : ContractSuite(api)
{
    [Fact]
    public async Task Claims_stand_side_by_side_the_reports_first()
    {
        var report = (await ReportOf()).Figure("soldiers", 3000).Set("attribution", "NIS");
        await Accept(
            report,
            Corroborate(report.Id).From("B").Figure("soldiers", 10000).Reported("2024-10-28"),
            Corroborate(report.Id).From("A").Set("attribution", "Pentagon").Figure("soldiers", 12000).Reported("2024-10-23"));

        var entry = await Entry(report.Id);

        entry.Texts("figures[].value").ShouldBe(["3000", "12000", "10000"]);
        entry.Texts("figures[].attribution").ShouldBe(["NIS", "Pentagon", "B"]);
        entry.Texts("figures[].reportedAt").ShouldBe(["2024-10-18T00:00:00Z", "2024-10-23T00:00:00Z", "2024-10-28T00:00:00Z"]);
        entry.Texts("sources[].publisher").ShouldBe(["Agency", "A", "B"]);
        entry.Texts("sources[].attribution").ShouldBe(["NIS", "Pentagon", "B"]);
        (await Entry(report.Id, "2024-10-27")).Texts("figures[].value").ShouldBe(["3000", "12000"]);
    }

    [Theory]
    [InlineData("Second agency", "corroborated")]
    [InlineData("AGENCY", "reported")]
    [InlineData(" agency ", "reported")]
    [InlineData("Agency.", "corroborated")]
    public async Task Two_distinct_publishers_make_it_corroborated(string publisher, string status)
    {
        var id = await Reported();
        await Accept(Corroborate(id).From(publisher).Reported("2024-10-20"));

        (await Entry(id)).Text("status").ShouldBe(status);
        (await Entry(id, "2024-10-19")).Text("status").ShouldBe("reported");
    }

    [Fact]
    public async Task After_the_report_it_describes_nothing()
    {
        var id = await Reported();
        await Accept(Corroborate(id).Headline("Other words").Occurred("2024-09").Set("summary", "Other").At("Elsewhere"));

        var entry = await Entry(id);

        (entry.Text("headline"), entry.Text("occurred.edtf"), entry.Has("summary"), entry.Has("places")).ShouldBe(($"Headline of {id}", "2024-10-10", false, false));
    }

    [Fact]
    public async Task Before_the_report_it_must_say_what_happened_and_when()
    {
        var id = await Reported();

        await Refuse(Corroborate(id).Reported("2024-10-17"), 422, "headline", "occurred");
        await Refuse(Corroborate(id).Reported("2024-10-17").Headline("Only that"), 422, "occurred");
        await Refuse(Corroborate(id).Reported("2024-10-17").Occurred("2024-10"), 422, "headline");
    }

    [Fact]
    public async Task Before_the_report_it_makes_the_development_known_earlier_and_describes_it_until_then()
    {
        var report = await FullReport();
        await Accept(report);
        var early = await Accept(Corroborate(report.Id).Reported("2024-10-10T08:00:00Z").Headline("Early words").Occurred("2024-10-09").Set("summary", "Early").At("Harbour").Figure("ships", 2));

        var entry = await Entry(report.Id, "2024-10-15");

        (entry.Text("headline"), entry.Text("occurred.edtf"), entry.Text("summary"), entry.Text("attribution"), entry.Text("status"))
            .ShouldBe(("Early words", "2024-10-09", "Early", "Second agency", "reported"));
        entry.Texts("places[].name").ShouldBe(["Harbour"]);
        entry.Texts("sources[].publisher").ShouldBe(["Second agency"]);
        entry.Texts("figures[].value").ShouldBe(["2"]);
        (entry.Text("knownFrom"), entry.Number("revision"), entry.Number("position")).ShouldBe(("2024-10-10T08:00:00Z", 2, early.Position));
        (await IsKnown(report.Id, "2024-10-10T07:59:59.999999Z")).ShouldBeFalse();
        (await IsKnown(report.Id, "2024-10-15", early.Position - 1)).ShouldBeFalse();
    }

    [Fact]
    public async Task Our_classification_counts_from_when_it_was_known()
    {
        var report = await FullReport();
        await Accept(report, Corroborate(report.Id).Reported("2024-10-10").Headline("Early words").Occurred("2024-10-09"));

        var entry = await Entry(report.Id, "2024-10-10");

        (entry.Text("actor"), entry.Text("kind"), entry.Text("tags[0]"), entry.Text("participants[0].role")).ShouldBe(((string)report.Body["actor"]!, "deployment", "navy", "host"));
    }

    [Fact]
    public async Task No_word_of_the_report_shows_before_it_was_published()
    {
        var report = await FullReport();
        await Accept(report, Corroborate(report.Id).Reported("2024-10-10").Headline("Early words").Occurred("2024-10-09"));

        foreach (var path in new[] { $"/api/developments/{report.Id}?", $"/api/developments/{report.Id}/history?", $"/api/timeline?actor={report.Body["actor"]}&" })
        {
            var body = (await Ok($"{path}knownAt=2024-10-17")).Body;
            body.ShouldContain(report.Id);
            foreach (var word in new[] { "Own headline", "Own summary", "Own place", "Own publisher", "Own claimant", "2024-10-03", "3000", "2024-10-18" })
                body.ShouldNotContain(word, customMessage: path);
        }
        (await Ids($"actor={report.Body["actor"]}&publisher=Own+publisher&knownAt=2024-10-17")).ShouldBeEmpty();
        (await Ids($"actor={report.Body["actor"]}&publisher=Own+publisher&knownAt=2024-10-18")).ShouldBe([report.Id]);
    }

    [Fact]
    public async Task The_reports_description_takes_over_when_it_is_published()
    {
        var report = await FullReport();
        await Accept(report, Corroborate(report.Id).Reported("2024-10-10").Headline("Early words").Occurred("2024-10-09").At("Harbour").Figure("ships", 2));

        var entry = await Entry(report.Id, "2024-10-18");

        (entry.Text("headline"), entry.Text("occurred.edtf"), entry.Text("attribution"), entry.Text("status")).ShouldBe(("Own headline", "2024-10-03", "Own claimant", "corroborated"));
        entry.Texts("places[].name").ShouldBe(["Own place"]);
        entry.Texts("figures[].value").ShouldBe(["3000", "2"]);
        entry.Texts("sources[].publisher").ShouldBe(["Own publisher", "Second agency"]);
        entry.Text("knownFrom").ShouldBe("2024-10-10T00:00:00Z");
    }

    [Fact]
    public async Task Of_several_early_ones_the_newest_describes()
    {
        var report = await FullReport();
        await Accept(
            report,
            Corroborate(report.Id).From("C").Reported("2024-10-14").Headline("of the 14th").Occurred("2024-10-08"),
            Corroborate(report.Id).From("B").Reported("2024-10-12").Headline("of the 12th").Occurred("2024-10-09").Set("summary", "12th"));

        var (first, second) = (await Entry(report.Id, "2024-10-13"), await Entry(report.Id, "2024-10-14"));

        (first.Text("headline"), first.Text("status")).ShouldBe(("of the 12th", "reported"));
        (second.Text("headline"), second.Text("occurred.edtf"), second.Has("summary"), second.Text("status")).ShouldBe(("of the 14th", "2024-10-08", false, "corroborated"));
    }

    [Fact]
    public async Task A_correction_holds_over_whatever_description_is_below_it()
    {
        var report = await FullReport();
        await Accept(
            report,
            Corroborate(report.Id).Reported("2024-10-10").Headline("Early words").Occurred("2024-10-09"),
            Correct(report.Id).Change("headline", "Corrected").Reported("2024-10-12"));

        (await Entry(report.Id, "2024-10-11")).Text("headline").ShouldBe("Early words");
        (await Entry(report.Id, "2024-10-12")).Text("headline").ShouldBe("Corrected");
        var later = await Entry(report.Id, "2024-10-18");
        (later.Text("headline"), later.Text("occurred.edtf")).ShouldBe(("Corrected", "2024-10-03"));
    }

    [Fact]
    public async Task It_needs_a_source_and_nothing_else()
    {
        var id = await Reported();

        await Accept(Corroborate(id));
        await Refuse(Corroborate(id).Without("source"), 422, "source");
        await Refuse(Corroborate(id).Set("reason", "none"), 422, "reason");
        await Refuse(Corroborate(Unique("nothing")), 404);
    }

    private async Task<Call> FullReport() => (await ReportOf("full")).Kind("deployment").Headline("Own headline").Set("summary", "Own summary").At("Own place").Tags("navy")
        .With(await Actor(), "host").From("Own publisher").Set("attribution", "Own claimant").Figure("soldiers", 3000).Occurred("2024-10-03").Reported("2024-10-18");
}
