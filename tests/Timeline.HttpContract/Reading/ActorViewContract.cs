using static Timeline.HttpContract.Calls;

namespace Timeline.HttpContract;

/// <summary><c>GET /api/actors</c>, one actor's current state at a point of view, and its raw stream.</summary>
public abstract class ActorViewContract(TimelineApi api) : ContractSuite(api)
{
    [Fact]
    public async Task Actors_are_listed_in_pages_and_follow_the_basis()
    {
        await using var log = await AnotherLog();
        var written = new List<Written>();
        foreach (var id in new[] { "c", "a", "b", "d" })
            written.Add(await log.Accept(Register(id).Set("kind", id == "d" ? "person" : "state").Set("aliases", new[] { $"alias of {id}" })));
        var renamed = await log.Accept(Describe("a").Set("name", "New"));

        var first = await log.Ok("/api/actors?limit=3");
        first.Json.Members()[..4].ShouldBe(["knownAt", "basis", "edition", "permalink"]);
        first.Texts("items[].id").ShouldBe(["a", "b", "c"]);
        (first.Text("items[0].name"), first.Text("items[0].kind"), first.Text("items[0].aliases[0]")).ShouldBe(("New", "state", "alias of a"));
        first.Link("next").ShouldBe(first.Text("next"));
        var last = await log.Ok(first.Text("next")!);
        last.Texts("items[].id").ShouldBe(["d"]);
        last.Json.Has("next").ShouldBeFalse();
        (await log.Ok("/api/actors?kind=person")).Texts("items[].id").ShouldBe(["d"]);
        (await log.Ok($"/api/actors?basis={renamed.Position - 1}")).Text("items[0].name").ShouldBe("Name of a");
        (await log.Ok($"/api/actors?basis={written[1].Position}")).Texts("items[].id").ShouldBe(["a", "c"]);
        (await log.Ok($"/api/actors?knownAt=2000-01-01")).Texts("items[].id").Length.ShouldBe(4);
        (await log.Get("/api/actors?kind=country")).ShouldBeProblem(400, "kind");
        (await log.Get("/api/actors?tag=x")).ShouldBeProblem(400, "tag");
    }

    [Fact]
    public async Task An_actor_has_counts_by_kind_its_first_and_last_and_the_latest_of_each_kind()
    {
        var scene = await Scene();

        var json = (await Ok($"/api/actors/{scene.Actor}")).Json;

        (json.Text("id"), json.Text("name"), json.Text("kind")).ShouldBe((scene.Actor, $"Name of {scene.Actor}", "state"));
        (json.Number("count"), json.Number("counts.treaty"), json.Number("counts.deployment"), json.Has("counts.other")).ShouldBe((4, 2, 2, false));
        (json.Text("first.id"), json.Text("last.id")).ShouldBe((scene.Id("1"), scene.Id("4")));
        (json.Text("latest.treaty.id"), json.Text("latest.deployment.id")).ShouldBe((scene.Id("4"), scene.Id("3")));
        json.Texts("treaties[].id").Order().ShouldBe([scene.Id("1"), scene.Id("4")]);
    }

    [Fact]
    public async Task Its_counterparts_are_the_others_in_its_developments()
    {
        var scene = await Scene();

        var json = (await Ok($"/api/actors/{scene.Actor}")).Json;

        json.Texts("counterparts[].actor").ShouldBe([scene.Partner, scene.Host]);
        json.Texts("counterparts[].count").ShouldBe(["3", "1"]);
        (await Ok($"/api/actors/{scene.Host}")).Texts("counterparts[].actor").Order().ShouldBe(new[] { scene.Actor, scene.Partner }.Order());
    }

    [Fact]
    public async Task Its_figures_are_the_claims_by_measure_and_attribution()
    {
        var scene = await Scene();

        var json = (await Ok($"/api/actors/{scene.Actor}")).Json;

        json.Texts("figures[].measure").ShouldBe(["soldiers", "soldiers"]);
        json.Texts("figures[].attribution").ShouldBe(["NIS", "Pentagon"]);
        (json.Number("figures[0].count"), json.Number("figures[0].min"), json.Number("figures[0].max")).ShouldBe((2, 1500, 3000));
        json.Texts("figures[0].latest[].value").ShouldBe(["3000", "1500"]);
        json.Texts("figures[0].latest[].development").ShouldBe([scene.Id("3"), scene.Id("2")]);
    }

    [Fact]
    public async Task Of_many_claims_the_latest_twenty_are_shown_with_a_link_to_all()
    {
        var (actor, measure) = (await Actor(), Unique("shells"));
        for (var i = 1; i <= 25; i++)
            await Accept(Report(Unique("claim")).By(actor).Reported($"2024-10-{i:00}").Figure(measure, i));

        var group = (await Ok($"/api/actors/{actor}")).Json.Find("figures[0]").Single();

        (group.Number("count"), group.Number("min"), group.Number("max")).ShouldBe((25, 1, 25));
        group.Texts("latest[].value").ShouldBe(Enumerable.Range(6, 20).Reverse().Select(i => $"{i}"));
        var all = await Ok(group.Text("all")!);
        all.Texts("items[].value").Length.ShouldBe(25);
    }

    [Fact]
    public async Task It_is_a_view_at_a_point()
    {
        var scene = await Scene();

        (await Ok($"/api/actors/{scene.Actor}?knownAt=2024-10-01")).Json.Number("count").ShouldBe(1);
        (await Ok($"/api/actors/{scene.Actor}?basis={scene.Written[1].Position}")).Json.Number("count").ShouldBe(2);
        var early = (await Ok($"/api/actors/{scene.Actor}?knownAt=2000-01-01")).Json;
        (early.Number("count"), early.Text("name"), early.Has("first")).ShouldBe((0, $"Name of {scene.Actor}", false));
        (await Get($"/api/actors/{scene.Actor}?basis=0")).ShouldBeProblem(404);
        (await Get($"/api/actors/{Unique("nobody")}")).ShouldBeProblem(404);
    }

    [Fact]
    public async Task What_is_retracted_does_not_count()
    {
        var (actor, id) = (await Actor(), Unique("gone"));
        await Accept(Report(id).By(actor).Kind("treaty").Figure("soldiers", 1), Retract(id).Reported("2024-10-25"));

        var json = (await Ok($"/api/actors/{actor}")).Json;
        (json.Number("count"), json.Has("first"), json.Texts("treaties[].id").Length, json.Texts("figures[].count").Length).ShouldBe((0, false, 0, 0));
        (await Ok($"/api/actors/{actor}?knownAt=2024-10-24")).Json.Number("count").ShouldBe(1);
    }

    [Fact]
    public async Task It_stays_the_same_while_others_are_written_about_and_changes_with_what_affects_it()
    {
        var (actor, partner, other) = (await Actor(), await Actor(), await Actor());
        var report = Report(Unique("r")).By(partner).With(actor);
        await Accept(report);
        var before = await Ok($"/api/actors/{actor}");

        await Accept(Report(Unique("other")).By(other).Without("reportedAt"), Describe(other).Set("name", "New"), Report(Unique("more")).By(partner));
        var same = await Ok($"/api/actors/{actor}");
        (same.Body, same.ETag).ShouldBe((before.Body, before.ETag));

        await Accept(Dispute(report.Id));
        (await Ok($"/api/actors/{actor}")).ETag.ShouldNotBe(before.ETag);
    }

    [Fact]
    public async Task What_leaves_an_actor_changes_its_answer_too()
    {
        var (actor, subject) = (await Actor(), await Actor());
        var (left, removed) = (Report(Unique("left")).By(subject).With(actor), Report(Unique("removed")).By(subject).With(actor));
        var written = await Accept(left, removed);
        var both = await Ok($"/api/actors/{actor}");

        await Accept(Correct(left.Id).Change("participants", null).Reported("2024-10-25"));
        var one = await Ok($"/api/actors/{actor}");
        var annulment = await Accept(Annul(removed.Id, written[1].Position));
        var none = await Ok($"/api/actors/{actor}");

        (both.Text("count"), one.Text("count"), none.Text("count")).ShouldBe(("2", "1", "0"));
        new[] { both.ETag, one.ETag, none.ETag }.ShouldBeUnique();
        none.Json.Number("basis").ShouldBe(annulment.Position);
        foreach (var answer in new[] { both, one, none })
            (await Ok(answer.Text("permalink")!)).Body.ShouldBe(answer.Body);
        await Accept(Dispute(left.Id).Reported("2024-10-26"));
        (await Ok($"/api/actors/{actor}")).ETag.ShouldBe(none.ETag);
    }

    [Fact]
    public async Task Its_stream_is_told_raw_and_in_pages()
    {
        var (actor, id) = (await Actor(), Unique("d"));
        var written = await Accept(Describe(actor).Set("name", "New"), Report(id).By(actor).Figure("soldiers", 1.50m), Dispute(id));
        await Accept(Annul(id, written[2].Position));

        var first = await Ok($"/api/actors/{actor}/events?limit=2");

        first.Json.Members()[..4].ShouldBe(["knownAt", "basis", "edition", "permalink"]);
        first.Texts("items[].type").ShouldBe(["actor_registered", "actor_described"]);
        first.Texts("items[].version").ShouldBe(["1", "2"]);
        first.Link("next").ShouldBe(first.Text("next"));
        await Accept(Dispute(id));
        var rest = await Ok(first.Text("next")!);
        rest.Texts("items[].type").ShouldBe(["development_reported", "development_disputed"]);
        rest.Texts("items[].position").ShouldBe([$"{written[1].Position}", $"{written[2].Position}"]);
        rest.Texts("items[].recordedAt").ShouldBe([written[1].RecordedAt, written[2].RecordedAt]);
        rest.Text("items[0].data.headline").ShouldBe($"Headline of {id}");
        rest.Text("items[0].data.figures[0].value").ShouldBe("1.50");
        (await Ok($"/api/actors/{actor}/events")).Texts("items[].type")[^2..].ShouldBe(["development_event_annulled", "development_disputed"]);
        (await Ok($"/api/actors/{actor}/events?basis={written[0].Position}")).Texts("items[].version").ShouldBe(["1", "2"]);
        (await Get($"/api/actors/{Unique("nobody")}/events")).ShouldBeProblem(404);
    }

    private Task<Story> Scene() => Api.OnceAsync("actor view", async () =>
    {
        var story = new Story(await Actor("subject"), await Actor("partner"), await Actor("host"), []);
        story.Written.AddRange(await Accept(
            Report(story.Id("1")).By(story.Actor).With(story.Partner).Kind("treaty").Occurred("2024-06").Reported("2024-10-01"),
            Report(story.Id("2")).By(story.Actor).With(story.Partner).With(story.Host).Kind("deployment").Occurred("2024-07").Reported("2024-10-02").Set("attribution", "NIS").Figure("soldiers", 1500),
            Report(story.Id("3")).By(story.Actor).Kind("deployment").Occurred("2024-08").Reported("2024-10-03").Set("attribution", "NIS").Figure("soldiers", 3000),
            Report(story.Id("4")).By(story.Partner).With(story.Actor).Kind("treaty").Occurred("2024-09").Reported("2024-10-04"),
            Corroborate(story.Id("3")).Reported("2024-10-05").Set("attribution", "Pentagon").Figure("soldiers", 10000)));
        return story;
    });

    private sealed record Story(string Actor, string Partner, string Host, List<Written> Written)
    {
        public string Id(string end) => $"{Actor}-{end}";
    }
}
