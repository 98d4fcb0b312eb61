using System.Text.Json;
using static Timeline.HttpContract.Calls;

namespace Timeline.HttpContract;

/// <summary>What <c>POST /api/developments</c> accepts, and how it comes back.</summary>
public abstract class ReportContract(TimelineApi api) : ContractSuite(api)
{
    [Fact]
    public async Task A_report_is_created_and_the_answer_says_where_it_stands_in_the_log()
    {
        var report = await ReportOf();

        var answer = (await Send(report)).Should(201);

        answer.Header("Location").ShouldBe($"/api/developments/{report.Id}");
        answer.Json.Members().ShouldBe(["id", "stream", "version", "position", "recordedAt"]);
        var written = new Written(answer);
        (written.Id, written.Stream, written.Version).ShouldBe((report.Id, (string)report.Body["actor"]!, 2));
        written.Position.ShouldBe(await NewestPosition());
        var entry = await Entry(report.Id);
        (entry.Number("position"), entry.Text("recordedAt")).ShouldBe((written.Position, written.RecordedAt));
    }

    [Fact]
    public async Task An_entry_has_everything_that_was_told()
    {
        var (actor, partner) = (await Actor(), await Actor());
        var report = Report(Unique("troops")).By(actor).Kind("deployment").Headline("Troops arrive").Occurred("2024-10-08/2024-10-13~")
            .Reported("2024-10-18T05:30:00+09:00").Tags("troops", "navy").With(partner, "host").At("Vladivostok", 43.1155, 131.8855).At("Ussuriysk")
            .Set("summary", "By ship.").Set("attribution", "NIS").Figure("soldiers", 1500)
            .Set("source", new { publisher = "Yonhap", title = "1,500 troops", url = "https://example.org/a", archivedUrl = "https://example.com/b", publishedAt = "2024-10-18" });
        await Accept(report);

        var entry = await Entry(report.Id);

        entry.Texts("participants[].actor").ShouldBe([partner]);
        entry.Text("participants[0].role").ShouldBe("host");
        (entry.Text("actor"), entry.Text("kind"), entry.Text("headline"), entry.Text("summary"), entry.Text("attribution"), entry.Text("status"))
            .ShouldBe((actor, "deployment", "Troops arrive", "By ship.", "NIS", "reported"));
        entry.Texts("places[].name").ShouldBe(["Vladivostok", "Ussuriysk"]);
        (entry.Text("places[0].latitude"), entry.Text("places[0].longitude"), entry.Has("places[1].latitude")).ShouldBe(("43.1155", "131.8855", false));
        entry.Texts("tags[]").ShouldBe(["troops", "navy"]);
        (entry.Text("figures[0].measure"), entry.Text("figures[0].value"), entry.Text("figures[0].unit"), entry.Text("figures[0].attribution"), entry.Text("figures[0].reportedAt"))
            .ShouldBe(("soldiers", "1500", "people", "NIS", "2024-10-17T20:30:00Z"));
        (entry.Text("sources[0].publisher"), entry.Text("sources[0].title"), entry.Text("sources[0].url"), entry.Text("sources[0].archivedUrl"), entry.Text("sources[0].publishedAt"))
            .ShouldBe(("Yonhap", "1,500 troops", "https://example.org/a", "https://example.com/b", "2024-10-18"));
        (entry.Text("sources[0].attribution"), entry.Text("sources[0].reportedAt")).ShouldBe(("NIS", "2024-10-17T20:30:00Z"));
        (entry.Text("knownFrom"), entry.Text("revisedAt"), entry.Number("revision")).ShouldBe(("2024-10-17T20:30:00Z", "2024-10-17T20:30:00Z", 1));
    }

    [Fact]
    public async Task What_is_absent_is_left_out()
    {
        var entry = await Entry(await Reported());

        entry.Members().Except(["knownAt", "basis", "edition", "permalink"]).ShouldBe(
            ["id", "actor", "kind", "occurred", "headline", "attribution", "status", "knownFrom", "revision", "revisedAt", "sources", "recordedAt", "position"]);
        entry.Find("sources[0]").Single().TryGetProperty("url", out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("  blanks around\tand tabs ")]
    [InlineData("<script>alert(1)</script> & \"quotes\" 'n' \\ /")]
    [InlineData("Å (composed) Å (decomposed) ﬁ 한글 русский 🚢👩‍👩‍👧")]
    [InlineData("first\r\nsecond\u2028third\u00a0\u200b")]
    public async Task Text_comes_back_as_it_was_sent(string text)
    {
        var report = (await ReportOf()).Headline(text).Set("summary", text).Tags(text);
        await Accept(report);

        var entry = await Entry(report.Id);

        (entry.Text("headline"), entry.Text("summary"), entry.Text("tags[0]")).ShouldBe((text, text, text));
    }

    [Theory]
    [InlineData("0.1", "0.1")]
    [InlineData("-12345678901234567890.12", "-12345678901234567890.12")]
    [InlineData("1e3", "1000")]
    [InlineData("0", "0")]
    public async Task Figures_are_exact_decimals(string sent, string shown)
    {
        var report = (await ReportOf()).Set("figures", new[] { new { measure = "m", value = JsonElement.Parse(sent), unit = "u" } });
        await Accept(report);

        (await Entry(report.Id)).Text("figures[0].value").ShouldBe(shown);
    }

    [Fact]
    public async Task A_figure_may_be_a_range_and_one_sided()
    {
        var report = (await ReportOf()).Set("figures", new object[]
        {
            new { measure = "m", min = 10, max = 12, unit = "u", qualifier = "about" }, new { measure = "m", min = 3, unit = "u" }, new { measure = "m", max = 4, unit = "u" },
        });
        await Accept(report);

        var entry = await Entry(report.Id);

        (entry.Text("figures[0].min"), entry.Text("figures[0].max"), entry.Text("figures[0].qualifier"), entry.Has("figures[0].value")).ShouldBe(("10", "12", "about", false));
        (entry.Text("figures[1].min"), entry.Has("figures[1].max"), entry.Text("figures[2].max"), entry.Has("figures[2].min")).ShouldBe(("3", false, "4", false));
    }

    [Fact]
    public async Task Without_an_id_one_is_made_for_each_report()
    {
        var report = (await ReportOf()).Without("id").Headline("Kim & Putin: Gipfeltreffen für alle!");

        var (one, other) = (await Accept(report), await Accept(report));

        one.Id.ShouldNotBe(other.Id);
        foreach (var written in new[] { one, other })
        {
            written.Id.ShouldMatch("^[a-z0-9][a-z0-9-]{0,126}$");
            written.Answer.Header("Location").ShouldBe($"/api/developments/{written.Id}");
            (await Entry(written.Id)).Text("id").ShouldBe(written.Id);
        }
    }

    [Theory]
    [InlineData("회담")]
    [InlineData("---")]
    [InlineData("🚢")]
    public async Task An_id_is_made_from_any_headline(string headline) =>
        (await Accept((await ReportOf()).Without("id").Headline(headline))).Id.ShouldMatch("^[a-z0-9][a-z0-9-]{0,126}$");

    [Fact]
    public async Task An_actor_may_be_named_by_an_alias()
    {
        var (actor, alias) = (Unique("dprk"), Unique("The Hermit Kingdom"));
        await Accept(Register(actor).Set("aliases", new[] { alias }));
        var report = Report(Unique("x")).By(alias.ToUpperInvariant()).With(alias);

        (await Accept(report)).Stream.ShouldBe(actor);

        var entry = await Entry(report.Id);
        (entry.Text("actor"), entry.Text("participants[0].actor")).ShouldBe((actor, actor));
    }

    [Theory]
    [InlineData("deployment")]
    [InlineData("treaty")]
    [InlineData("statement")]
    [InlineData("meeting")]
    [InlineData("transfer")]
    [InlineData("engagement")]
    [InlineData("casualties")]
    [InlineData("sanction")]
    [InlineData("assessment")]
    [InlineData("other")]
    public async Task A_development_is_of_one_of_ten_kinds(string kind)
    {
        var report = (await ReportOf()).Kind(kind);
        await Accept(report);

        (await Entry(report.Id)).Text("kind").ShouldBe(kind);
    }

    [Fact]
    public async Task The_attribution_is_the_publisher_unless_another_is_given()
    {
        var entry = await Entry(await Reported());

        (entry.Text("attribution"), entry.Text("sources[0].attribution")).ShouldBe(("Agency", "Agency"));
    }

    [Fact]
    public async Task Lengths_count_characters_and_not_their_bytes()
    {
        var report = (await ReportOf()).Headline(string.Concat(Enumerable.Repeat("🚢", 200))).Set("summary", string.Concat(Enumerable.Repeat("한", 5000)));

        await Accept(report);

        (await Entry(report.Id)).Text("headline")!.Length.ShouldBe(400);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("0")]
    [InlineData("a--b-")]
    public async Task An_id_is_a_slug(string end) => await Accept((await ReportOf()).Set("id", $"{Unique("s")}{end}"));

    [Fact]
    public async Task An_id_has_at_most_127_characters()
    {
        await Accept((await ReportOf()).Set("id", Unique("s").PadRight(127, 'x')));
        await Refuse((await ReportOf()).Set("id", Unique("s").PadRight(128, 'x')), 422, "id");
    }

    [Fact]
    public async Task The_id_of_a_development_is_taken_for_all_actors()
    {
        var report = await ReportOf();
        await Accept(report);

        await Refuse(report.Copy().Headline("Another"), 409);
        await Refuse(report.Copy().By(await Actor()), 409);
    }
}
