namespace Timeline.HttpContract;

/// <summary>
/// Datetime negotiation by RFC 7089: pattern 1.2, in which the original resource is its own TimeGate, answers with 200, and has distinct mementos, which
/// are the permalinks. Names cite the section that the test is about.
/// </summary>
public abstract class MementoContract(TimelineApi api) : ContractSuite(api)
{
    private const string At10 = "Fri, 25 Oct 2024 10:00:00 GMT";

    [Fact]
    public async Task Section_2_1_1_a_date_asks_for_what_was_known_by_the_end_of_its_second()
    {
        var (early, late) = ((await ReportOf()).Reported("2024-10-25T10:00:00.999999Z"), (await ReportOf()).Reported("2024-10-25T10:00:01.000000Z"));
        await Accept(early, late);

        var answer = await Get("/api/timeline?limit=1000", ("Accept-Datetime", At10));
        answer.Should(200).Text("knownAt").ShouldBe("2024-10-25T10:00:00.999999Z");
        answer.Texts("items[].id").ShouldContain(early.Id);
        answer.Texts("items[].id").ShouldNotContain(late.Id);
        answer.Header("Memento-Datetime").ShouldBe(At10);

        var next = await Get("/api/timeline?limit=1000", ("Accept-Datetime", "Fri, 25 Oct 2024 10:00:01 GMT"));
        next.Should(200).Texts("items[].id").ShouldContain(late.Id);
        next.Header("Memento-Datetime").ShouldBe("Fri, 25 Oct 2024 10:00:01 GMT");
        (await Get($"/api/developments/{late.Id}", ("Accept-Datetime", "Fri, 25 Oct 2024 10:00:01 GMT"))).Should(200);
    }

    [Theory]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("2024-10-25T10:00:00Z")]
    [InlineData("1729850400")]
    [InlineData("Mon, 25 Oct 2024 10:00:00 GMT")]
    [InlineData("Friday, 25-Oct-24 10:00:00 GMT")]
    [InlineData("Fri Oct 25 10:00:00 2024")]
    [InlineData("Fri, 25 Oct 2024 10:00:00 +0900")]
    [InlineData("Fri, 25 Oct 2024 10:00:00 +0000")]
    [InlineData("Fri, 25 Oct 2024 10:00:00 UTC")]
    [InlineData("Fri, 25 Oct 2024 10:00:00 UT")]
    [InlineData("Fri, 25 Oct 2024 10:00:00 EST")]
    [InlineData("Fri, 25 Oct 2024 10:00:00")]
    [InlineData("Fri, 25 Oct 2024 10:00 GMT")]
    [InlineData("Fri, 25 Oct 2024 10:00:00.5 GMT")]
    [InlineData("Fri, 25 Oct 24 10:00:00 GMT")]
    [InlineData("Fri 25 Oct 2024 10:00:00 GMT")]
    [InlineData("Fri,25 Oct 2024 10:00:00 GMT")]
    [InlineData("Fri,  25 Oct 2024 10:00:00 GMT")]
    [InlineData("25 Oct 2024 10:00:00 GMT")]
    [InlineData("Sat, 5 Oct 2024 10:00:00 GMT")]
    [InlineData("Fri, 25 Okt 2024 10:00:00 GMT")]
    [InlineData("fri, 25 oct 2024 10:00:00 gmt")]
    [InlineData("fri, 25 oct 2024 10:00:00 GMT")]
    [InlineData("Fri, 25 Oct 2024 10:00:00 gmt")]
    [InlineData("Fri, 31 Feb 2025 10:00:00 GMT")]
    [InlineData("Fri, 25 Oct 2024 24:00:00 GMT")]
    [InlineData("Sat, 31 Dec 2016 23:59:60 GMT")]
    [InlineData("Fri, 25 Oct 0000 10:00:00 GMT")]
    [InlineData("\"Fri, 25 Oct 2024 10:00:00 GMT\"")]
    [InlineData("Fri, 25 Oct 2024 10:00:00 GMT; -P3D; +P1D")]
    [InlineData("Fri, 25 Oct 2024 10:00:00 GMT, Sat, 26 Oct 2024 10:00:00 GMT")]
    public async Task Section_4_5_3_a_value_that_is_no_RFC_1123_date_in_GMT_is_400(string date) =>
        (await Get("/api/timeline", ("Accept-Datetime", date))).ShouldBeProblem(400, "Accept-Datetime");

    [Fact]
    public async Task Section_4_5_3_two_values_are_400() =>
        (await Get("/api/timeline", ("Accept-Datetime", At10), ("Accept-Datetime", At10))).ShouldBeProblem(400, "Accept-Datetime");

    [Fact]
    public async Task Section_4_5_3_a_date_before_the_first_memento_gives_the_first_and_one_after_the_last_gives_the_last()
    {
        var tag = Unique("tag");
        var report = (await ReportOf()).Reported("2024-10-18T10:00:00.25Z").Tags(tag);
        await Accept(report, Calls.Correct(report.Id).Change("headline", "New").Reported("2024-10-20T12:00:00Z"));
        foreach (var path in new[] { $"/api/timeline?tag={tag}", $"/api/developments/{report.Id}", $"/api/actors/{report.Body["actor"]}" })
        {
            foreach (var early in new[] { "Wed, 01 Jan 1992 00:00:00 GMT", "Fri, 18 Oct 2024 09:59:59 GMT", "Fri, 18 Oct 2024 10:00:00 GMT", "Mon, 01 Jan 0001 00:00:00 GMT" })
            {
                var first = await Get(path, ("Accept-Datetime", early));
                first.Should(200).Header("Memento-Datetime").ShouldBe("Fri, 18 Oct 2024 10:00:00 GMT");
                first.Body.ShouldContain($"Headline of {report.Id}");
            }
            foreach (var late in new[] { "Sun, 20 Oct 2024 12:00:00 GMT", "Thu, 01 Jan 2032 00:00:00 GMT", "Fri, 31 Dec 9999 23:59:59 GMT" })
            {
                var last = await Get(path, ("Accept-Datetime", late));
                last.Should(200).Header("Memento-Datetime").ShouldBe("Sun, 20 Oct 2024 12:00:00 GMT");
                last.Body.ShouldContain("\"headline\":\"New\"");
            }
        }
    }

    [Fact]
    public async Task Section_4_1_2_the_answer_varies_by_date_and_names_its_memento_and_that_ones_date()
    {
        var report = (await ReportOf()).Reported("2024-10-18");
        await Accept(report);
        foreach (var path in Negotiating(report))
        {
            // Without a date, too: then it is the most recent one.
            foreach (var headers in new[] { [("Accept-Datetime", At10)], Array.Empty<(string, string)>() })
            {
                var answer = await Ok(path, headers);
                Names(answer.Header("Vary")).ShouldBe(["accept", "accept-datetime"]);
                answer.Header("Memento-Datetime").ShouldNotBeNull();
                answer.Header("Location").ShouldBeNull();
                var memento = await Ok(answer.Header("Content-Location").ShouldNotBeNull());
                memento.Bytes.ShouldBe(answer.Bytes);
                memento.Header("Memento-Datetime").ShouldBe(answer.Header("Memento-Datetime"));
            }
        }
    }

    [Fact]
    public async Task Section_4_1_2_all_lines_of_a_streamed_timeline_are_negotiated_too()
    {
        await Accept((await ReportOf()).Reported("2024-10-18"));
        var answer = await Ok("/api/timeline", ("Accept-Datetime", At10), ("Accept", "application/x-ndjson"));
        Names(answer.Header("Vary")).ShouldBe(["accept", "accept-datetime"]);
        answer.Header("Memento-Datetime").ShouldNotBeNull();
        (await Ok(answer.Header("Content-Location")!, ("Accept", "application/x-ndjson"))).Bytes.ShouldBe(answer.Bytes);
    }

    [Fact]
    public async Task Section_4_1_2_a_memento_negotiates_nothing_and_says_what_it_is_a_memento_of()
    {
        var report = (await ReportOf()).Reported("2024-10-18");
        await Accept(report);
        foreach (var path in Negotiating(report))
        {
            var permalink = (await Ok(path)).Text("permalink")!;
            var bytes = (await Ok(permalink)).Bytes;
            foreach (var date in new[] { "Wed, 01 Jan 1992 00:00:00 GMT", "Thu, 01 Jan 2032 00:00:00 GMT", "nonsense" })
            {
                var memento = await Get(permalink, ("Accept-Datetime", date));
                memento.Should(200).Bytes.ShouldBe(bytes);
                memento.Header("Memento-Datetime").ShouldNotBeNull();
                Names(memento.Header("Vary")).ShouldBe(["accept"]);
                Links.OfHeader(memento.Header("Link")!).Count(link => link.Is("original")).ShouldBe(1);
            }
        }
    }

    [Fact]
    public async Task Section_2_1_2_a_mementos_date_and_state_stay_whatever_is_appended()
    {
        var report = (await ReportOf()).Reported("2024-10-18");
        await Accept(report);
        var before = new List<Answer>();
        foreach (var path in Negotiating(report))
            before.Add(await Get(path, ("Accept-Datetime", At10)));

        await Accept(Calls.Correct(report.Id).Change("headline", "New").Reported("2024-10-19"), (await ReportOf()).Reported("2024-10-20"));

        foreach (var negotiated in before)
        {
            var memento = await Ok(negotiated.Header("Content-Location")!);
            memento.Bytes.ShouldBe(negotiated.Bytes);
            memento.Header("Memento-Datetime").ShouldBe(negotiated.Header("Memento-Datetime"));
        }
    }

    [Fact]
    public async Task A_knowledge_time_basis_or_recording_time_of_ones_own_wins_and_does_not_vary_by_date()
    {
        await Accept((await ReportOf()).Reported("2024-10-18"));
        foreach (var pin in new[] { "knownAt=2024-10-20", $"basis={await NewestPosition()}", "recordedAt=2999-01-01" })
        {
            var plain = await Ok($"/api/timeline?{pin}");
            foreach (var date in new[] { At10, "nonsense" })
                (await Get($"/api/timeline?{pin}", ("Accept-Datetime", date))).Should(200).Bytes.ShouldBe(plain.Bytes);
            Names(plain.Header("Vary")).ShouldBe(["accept"]);
        }
    }

    [Fact]
    public async Task HEAD_gives_the_headers_of_GET_and_no_body()
    {
        var report = (await ReportOf()).Reported("2024-10-18");
        await Accept(report);
        foreach (var path in Negotiating(report).Append("/api/timemap/timeline").Append((await Ok("/api/timeline")).Text("permalink")!))
        {
            var (get, head) = (await Get(path, ("Accept-Datetime", At10)), await Send(HttpMethod.Head, path, ("Accept-Datetime", At10)));
            head.Should(200).Bytes.ShouldBeEmpty();
            foreach (var name in new[] { "Memento-Datetime", "Content-Location", "Content-Type", "Content-Length", "Cache-Control", "Link", "Vary", "ETag" })
                head.Header(name).ShouldBe(get.Header(name), $"{name} of {path}");
        }
        (await Send(HttpMethod.Head, "/api/timeline", ("Accept-Datetime", "nonsense"))).Should(400).Bytes.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_has_not_changed_since_is_304_with_the_headers_by_which_caches_tell_mementos_apart()
    {
        var report = (await ReportOf()).Reported("2024-10-18");
        await Accept(report);
        foreach (var path in Negotiating(report))
        {
            var answer = await Get(path, ("Accept-Datetime", At10));
            var again = await Get(path, ("Accept-Datetime", At10), ("If-None-Match", answer.ETag));
            again.Should(304).Bytes.ShouldBeEmpty();
            foreach (var name in new[] { "Content-Location", "Vary", "ETag", "Cache-Control" })
                again.Header(name).ShouldBe(answer.Header(name), name);
        }
    }

    [Fact]
    public async Task Section_4_5_8_what_is_not_negotiated_does_not_vary_by_date_and_does_not_mind_one()
    {
        var report = (await ReportOf()).Figure("soldiers", 1);
        await Accept(report);
        foreach (var path in new[] { $"/api/developments/{report.Id}/history", "/api/measures/soldiers", "/api/actors", "/api/timeline/diff?from=2024-10-01&to=2024-10-31", "/api/timemap/timeline" })
        {
            var answer = await Get(path, ("Accept-Datetime", "nonsense"));
            answer.Should(200).Header("Memento-Datetime").ShouldBeNull();
            Names(answer.Header("Vary")).ShouldNotContain("accept-datetime");
        }
    }

    private static string[] Negotiating(Call report) => ["/api/timeline", $"/api/timeline?actor={report.Body["actor"]}", $"/api/developments/{report.Id}", $"/api/actors/{report.Body["actor"]}"];

    /// <summary>Names of fields have no case.</summary>
    private static string[] Names(string? list) => [.. (list ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).Select(name => name.Trim().ToLowerInvariant()).Order(StringComparer.Ordinal)];
}
