namespace Timeline.HttpContract;

/// <summary><c>GET /api/timeline/diff</c>: the difference between two answers, and why.</summary>
public abstract class DiffContract(TimelineApi api) : ContractSuite(api)
{
    private readonly Dictionary<string, string> _actorOf = [];

    [Fact]
    public async Task What_was_reported_in_between_is_learned_because_of_its_report()
    {
        var id = await ReportedApart();
        var diff = await Diff(id, "from=2024-10-17&to=2024-10-18");

        diff.Texts("learned[].id").ShouldBe([id]);
        diff.Json.Find("learned[0]").Single().GetRawText().ShouldBe(await Raw(id, "knownAt=2024-10-18"));
        diff.Texts("revised[]").ShouldBeEmpty();
        diff.Texts("withdrawn[]").ShouldBeEmpty();
        diff.Texts($"because.{id}[].type").ShouldBe(["development_reported"]);
        diff.Text($"because.{id}[0].reportedAt").ShouldBe("2024-10-18T00:00:00Z");
        diff.Text($"because.{id}[0].effectiveAt").ShouldBe("2024-10-18T00:00:00Z");
        diff.Text($"because.{id}[0].source.publisher").ShouldBe("Agency");
    }

    [Fact]
    public async Task A_revision_tells_each_field_before_and_after_and_the_correction()
    {
        var id = await ReportedApart();
        var correction = await Accept(Calls.Correct(id).Change("headline", "Corrected").Change("summary", "New"));
        var diff = await Diff(id, "from=2024-10-18&to=2024-10-19");

        diff.Texts("revised[].id").ShouldBe([id]);
        diff.Texts("revised[0].changes[].field").ShouldBe(["headline", "summary"]);
        var headline = diff.Json.Find("revised[0].changes[]").Single(change => change.Text("field") == "headline");
        headline.Text("before").ShouldBe($"Headline of {id}");
        headline.Text("after").ShouldBe("Corrected");
        diff.Json.Find("revised[0].changes[]").Single(change => change.Text("field") == "summary").Has("before").ShouldBeFalse();
        diff.Texts("revised[0].because[].position").ShouldBe([$"{correction.Position}"]);
        diff.Text("revised[0].because[0].reason").ShouldBe("because");
    }

    [Fact]
    public async Task A_retraction_withdraws_unless_retracted_entries_are_shown()
    {
        var id = await ReportedApart();
        await Accept(Calls.Retract(id));

        var diff = await Diff(id, "from=2024-10-18&to=2024-10-19");
        diff.Texts("withdrawn[].id").ShouldBe([id]);
        diff.Texts($"because.{id}[].type").ShouldBe(["development_retracted"]);

        var shown = await Diff(id, "from=2024-10-18&to=2024-10-19&include=retracted");
        shown.Texts("withdrawn[]").ShouldBeEmpty();
        shown.Texts("revised[0].changes[].field").ShouldContain("status");
    }

    [Fact]
    public async Task Back_in_time_what_was_learned_is_withdrawn_for_the_same_reason()
    {
        var id = await ReportedApart();
        var diff = await Diff(id, "from=2024-10-18&to=2024-10-17");

        diff.Texts("withdrawn[].id").ShouldBe([id]);
        diff.Texts("learned[]").ShouldBeEmpty();
        diff.Texts($"because.{id}[].type").ShouldBe(["development_reported"]);
    }

    [Fact]
    public async Task What_was_recorded_late_is_learned_between_two_bases_at_one_knowledge_time()
    {
        var before = await NewestPosition();
        var id = await ReportedApart();
        var late = await Accept(Calls.Dispute(id).Reported("2024-10-18T12:00:00Z"));

        var learned = await Diff(id, $"from=2024-10-20&to=2024-10-20&fromBasis={before}&toBasis={late.Position - 1}");
        learned.Texts("learned[].id").ShouldBe([id]);
        var revised = await Diff(id, $"from=2024-10-20&to=2024-10-20&fromBasis={late.Position - 1}&toBasis={late.Position}");
        revised.Texts("revised[0].changes[].field").ShouldBe(["status", "disputes"]);
        revised.Texts("revised[0].because[].position").ShouldBe([$"{late.Position}"]);
        var earlier = await Diff(id, $"from=2024-10-18T11:59:59Z&to=2024-10-18T11:59:59Z&fromBasis={late.Position - 1}&toBasis={late.Position}");
        earlier.Texts("revised[]").ShouldBeEmpty();
    }

    [Fact]
    public async Task An_annulled_report_is_withdrawn_because_of_the_annulment()
    {
        var report = await Accept(await ReportApart());
        var annulment = await Accept(Calls.Annul(report.Id, report.Position));
        var diff = await Diff(report.Id, $"from=2024-10-20&to=2024-10-20&fromBasis={report.Position}&toBasis={annulment.Position}");

        diff.Texts("withdrawn[].id").ShouldBe([report.Id]);
        diff.Texts($"because.{report.Id}[].type").ShouldBe(["development_event_annulled"]);
        diff.Text($"because.{report.Id}[0].annuls").ShouldBe($"{report.Position}");
        diff.Text($"because.{report.Id}[0].reason").ShouldBe("because");
    }

    [Fact]
    public async Task An_annulled_correction_is_revised_back_because_of_the_annulment_alone()
    {
        var id = await ReportedApart();
        var correction = await Accept(Calls.Correct(id).Change("headline", "By mistake"));
        var annulment = await Accept(Calls.Annul(id, correction.Position));
        var diff = await Diff(id, $"from=2024-10-20&to=2024-10-20&fromBasis={correction.Position}&toBasis={annulment.Position}");

        diff.Text("revised[0].after.headline").ShouldBe($"Headline of {id}");
        diff.Texts("revised[0].because[].position").ShouldBe([$"{annulment.Position}"]);
    }

    [Fact]
    public async Task The_report_is_the_reason_when_its_description_takes_over()
    {
        var id = await ReportedApart();
        await Accept(Calls.Corroborate(id).Reported("2024-10-15").Headline("As told first").Occurred("2024-10-09"));

        var learned = await Diff(id, "from=2024-10-14&to=2024-10-15");
        learned.Text("learned[0].headline").ShouldBe("As told first");
        learned.Texts($"because.{id}[].type").ShouldBe(["development_reported", "development_corroborated"]);
        var revised = await Diff(id, "from=2024-10-17&to=2024-10-18");
        revised.Text("revised[0].after.headline").ShouldBe($"Headline of {id}");
        revised.Texts("revised[0].because[].type").ShouldBe(["development_reported"]);
    }

    [Fact]
    public async Task What_leaves_a_filter_is_withdrawn_and_what_enters_it_is_learned()
    {
        var (old, @new) = (Unique("old"), Unique("new"));
        var report = (await ReportApart()).Tags(old);
        await Accept(report);
        await Accept(Calls.Correct(report.Id).Change("tags", new[] { @new }).Reported("2024-10-18"));
        await Accept(Calls.Correct(report.Id).Change("tags", new[] { old }));

        (await Ok($"/api/timeline/diff?from=2024-10-18&to=2024-10-19&tag={@new}")).Texts("withdrawn[].id").ShouldBe([report.Id]);
        var learned = await Ok($"/api/timeline/diff?from=2024-10-18&to=2024-10-19&tag={old}");
        learned.Texts("learned[].id").ShouldBe([report.Id]);
        learned.Texts($"because.{report.Id}[].type").ShouldBe(["development_corrected"]);
    }

    [Fact]
    public async Task An_alias_that_moves_to_another_actor_moves_the_filter_and_is_the_reason()
    {
        var (one, other, alias) = (await Actor(), await Actor(), Unique("alias"));
        var (ofOne, ofOther) = (Unique("development"), Unique("development"));
        await Accept(Calls.Report(ofOne).By(one), Calls.Report(ofOther).By(other));
        var given = await Accept(Calls.Describe(one).Set("aliases", new[] { alias }));
        await Accept(Calls.Describe(one).Set("aliases", Array.Empty<string>()));
        var moved = await Accept(Calls.Describe(other).Set("aliases", new[] { alias }));

        var diff = await Ok($"/api/timeline/diff?from=2024-10-20&to=2024-10-20&fromBasis={given.Position}&toBasis={moved.Position}&actor={alias}");
        diff.Texts("learned[].id").ShouldBe([ofOther]);
        diff.Texts("withdrawn[].id").ShouldBe([ofOne]);
        diff.Texts($"because.{ofOther}[].type").ShouldBe(["actor_described"]);
        diff.Text($"because.{ofOther}[0].position").ShouldBe($"{moved.Position}");
        diff.Texts($"because.{ofOne}[].position").ShouldBe([$"{moved.Position - 1}"]);
    }

    [Fact]
    public async Task An_actor_that_is_unknown_at_one_end_matches_nothing_there_and_at_both_ends_is_not_found()
    {
        var before = await NewestPosition();
        var actor = await Actor();
        var report = await Accept(Calls.Report(Unique("development")).By(actor));

        var diff = await Ok($"/api/timeline/diff?from=2024-10-20&to=2024-10-20&fromBasis={before}&toBasis={report.Position}&actor={actor}");
        diff.Texts("learned[].id").ShouldBe([report.Id]);
        (await Get($"/api/timeline/diff?fromBasis={before}&toBasis={report.Position}&actor=nobody")).ShouldBeProblem(404, "actor");
        (await Get("/api/timeline/diff?actor=nobody")).ShouldBeProblem(404, "actor");
    }

    [Fact]
    public async Task Left_out_points_are_the_newest_at_one_basis_for_both_ends()
    {
        await ReportedApart();
        var diff = await Ok("/api/timeline/diff");
        var answer = await Ok("/api/timeline?limit=1");

        foreach (var end in new[] { "from", "to" })
        {
            diff.Text($"{end}.knownAt").ShouldBe(answer.Text("knownAt"));
            diff.Text($"{end}.basis").ShouldBe(answer.Text("basis"));
        }
        diff.Text("edition").ShouldBe(answer.Text("edition"));
        foreach (var list in new[] { "learned", "revised", "withdrawn" })
            diff.Texts($"{list}[]").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_day_is_taken_to_its_last_microsecond()
    {
        var diff = await Ok("/api/timeline/diff?from=2024-10-17&to=2024-10-18T10:00:00%2B02:00");

        diff.Text("from.knownAt").ShouldBe("2024-10-17T23:59:59.999999Z");
        diff.Text("to.knownAt").ShouldBe("2024-10-18T08:00:00Z");
    }

    [Fact]
    public async Task A_permalink_keeps_its_bytes_whatever_is_written_later()
    {
        var id = await ReportedApart();
        var first = await Diff(id, "from=2024-10-17&to=2024-10-18");
        first.CacheControl.NoCache.ShouldBeTrue();
        var permalink = first.Text("permalink").ShouldNotBeNull();
        permalink.ShouldMatch("^/api/timeline/diff\\?actor=[^&]+&edition=[^&]+&from=2024-10-17T23%3A59%3A59.999999Z&fromBasis=\\d+&to=[^&]+&toBasis=\\d+$");
        await Accept(Calls.Correct(id).Change("headline", "Late").Reported("2024-10-18"));

        var pinned = await Ok(permalink);
        pinned.Body.ShouldBe(first.Body);
        pinned.ETag.ShouldBe(first.ETag);
        pinned.Header("Cache-Control")!.ShouldContain("immutable");
        (await Get(permalink, ("If-None-Match", first.ETag))).Status.ShouldBe(304);
        (await Diff(id, "from=2024-10-17&to=2024-10-18")).ETag.ShouldNotBe(first.ETag);
        var head = await Send(HttpMethod.Head, permalink);
        head.Should(200).Bytes.ShouldBeEmpty();
    }

    [Fact]
    public async Task Pages_go_by_id_over_all_three_lists_and_next_stays_at_its_points()
    {
        var (actor, name) = (await Actor(), Unique("page"));
        foreach (var letter in "abcdefg")
            await Accept(Calls.Report($"{name}-{letter}").By(actor).Reported(letter % 2 == 0 ? "2024-10-18" : "2024-10-10"));
        await Accept(Calls.Retract($"{name}-a"), Calls.Correct($"{name}-c").Change("headline", "Corrected"), Calls.Correct($"{name}-e").Change("headline", "Corrected"));
        var whole = await Ok($"/api/timeline/diff?from=2024-10-12&to=2024-10-19&actor={actor}");
        whole.Json.Has("next").ShouldBeFalse();

        var ids = new List<string>();
        var pages = 0;
        for (var next = $"/api/timeline/diff?from=2024-10-12&to=2024-10-19&actor={actor}&limit=2"; next is not null; pages++)
        {
            var page = await Ok(next);
            ids.AddRange(new[] { "learned", "revised", "withdrawn" }.SelectMany(list => page.Texts($"{list}[].id")).Order(StringComparer.Ordinal));
            page.Json.GetProperty("because").Members().ShouldBe([.. page.Texts("learned[].id"), .. page.Texts("withdrawn[].id")], ignoreOrder: true);
            next = page.Text("next");
            page.Link("next").ShouldBe(next);
            if (pages == 0)
                await Accept(Calls.Report($"{name}-f-late").By(actor));
        }

        ids.ShouldBe([$"{name}-a", $"{name}-b", $"{name}-c", $"{name}-d", $"{name}-e", $"{name}-f"]);
        pages.ShouldBe(3);
        var last = await Ok($"/api/timeline/diff?from=2024-10-12&to=2024-10-19&actor={actor}&limit=1&order=desc&toBasis={whole.Text("to.basis")}&fromBasis={whole.Text("to.basis")}");
        last.Texts("learned[].id").ShouldBe([$"{name}-f"]);
    }

    [Fact]
    public async Task A_cursor_goes_on_with_its_own_diff_and_no_other()
    {
        var actor = await Actor();
        await Accept(Calls.Report(Unique("a")).By(actor), Calls.Report(Unique("b")).By(actor), Calls.Report(Unique("c")).By(actor));
        var path = "/api/timeline/diff?from=2024-10-17&to=2024-10-18&limit=1";
        var cursor = (await Ok($"{path}&actor={actor}")).Text("next").ShouldNotBeNull().Split("after=")[1].Split('&')[0];

        (await Ok($"{path}&actor={actor}&after={cursor}")).CacheControl.NoCache.ShouldBeTrue();
        (await Ok($"/api/timeline/diff?actor={actor}&after={cursor}")).Text("from.knownAt").ShouldBe("2024-10-17T23:59:59.999999Z");
        foreach (var other in new[] { path, $"{path}&actor={actor}&kind=treaty", $"{path}&actor={actor}&fromBasis=1", $"/api/timeline/diff?from=2024-10-16&actor={actor}", $"{path}&actor={actor}&order=desc" })
            (await Get($"{other}&after={cursor}")).ShouldBeProblem(400, "after");
        (await Get($"{path}&after=nonsense")).ShouldBeProblem(400, "after");
    }

    [Theory]
    [InlineData("from=yesterday", 400, "from")]
    [InlineData("to=2024-10-18T10:00:00.0000001Z", 400, "to")]
    [InlineData("fromBasis=-1", 400, "fromBasis")]
    [InlineData("toBasis=ten", 400, "toBasis")]
    [InlineData("knownAt=2024-10-18", 400, "knownAt")]
    [InlineData("basis=1", 400, "basis")]
    [InlineData("limit=0", 400, "limit")]
    [InlineData("limit=1001", 400, "limit")]
    [InlineData("kind=party", 400, "kind")]
    [InlineData("edition=other", 400, "edition")]
    public async Task What_cannot_be_read_is_refused_by_name(string query, int status, string parameter) =>
        (await Get($"/api/timeline/diff?{query}")).ShouldBeProblem(status, parameter);

    [Fact]
    public async Task A_basis_ahead_of_the_log_or_another_logs_edition_is_not_found()
    {
        var ahead = await NewestPosition() + 1_000;

        (await Get($"/api/timeline/diff?fromBasis={ahead}")).ShouldBeProblem(404);
        (await Get($"/api/timeline/diff?toBasis={ahead}")).ShouldBeProblem(404);
        (await Get("/api/timeline/diff?edition=anotherlogid.1")).ShouldBeProblem(404);
    }

    /// <summary>The diff of what the development's actor did.</summary>
    private Task<Answer> Diff(string id, string query) => Ok($"/api/timeline/diff?actor={_actorOf[id]}&{query}");

    /// <summary>A report by an actor of its own.</summary>
    private async Task<Call> ReportApart()
    {
        var id = Unique("development");
        _actorOf[id] = await Actor();
        return Calls.Report(id).By(_actorOf[id]);
    }

    private async Task<string> ReportedApart() => (await Accept(await ReportApart())).Id;

    private async Task<string> Raw(string id, string at) =>
        (await Ok($"/api/timeline?actor={_actorOf[id]}&{at}")).Json.Find("items[]").Single(item => item.Text("id") == id).GetRawText();
}
