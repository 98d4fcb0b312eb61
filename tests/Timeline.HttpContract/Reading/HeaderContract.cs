using static Timeline.HttpContract.Calls;

namespace Timeline.HttpContract;

/// <summary>What travels in headers: caching, conditional reads, HEAD, and reading by pages of other origins.</summary>
public abstract class HeaderContract(TimelineApi api) : ContractSuite(api)
{
    [Fact]
    public async Task An_answer_that_may_change_is_checked_each_time_and_a_permalinks_is_kept()
    {
        foreach (var url in await Reads())
        {
            var answer = await Ok(url);
            (answer.CacheControl.NoCache, answer.CacheControl.NoStore, answer.CacheControl.MaxAge).ShouldBe((true, false, null), url);

            var pinned = await Ok(answer.Text("permalink")!);
            (pinned.CacheControl.Public, pinned.CacheControl.NoCache, pinned.CacheControl.MaxAge).ShouldBe((true, false, TimeSpan.FromDays(1)), url);
            pinned.CacheControl.Extensions.Select(extension => extension.Name).ShouldContain("immutable");
        }
    }

    [Fact]
    public async Task Two_of_the_three_pins_are_no_permalink()
    {
        var answer = await Ok("/api/timeline");
        var (knownAt, basis, edition) = ($"knownAt={answer.Text("knownAt")}", $"basis={answer.Text("basis")}", $"edition={answer.Text("edition")}");

        foreach (var query in new[] { $"{knownAt}&{basis}", $"{knownAt}&{edition}", $"{basis}&{edition}" })
            (await Ok($"/api/timeline?{query}")).CacheControl.NoCache.ShouldBeTrue(query);
    }

    [Fact]
    public async Task A_tag_is_strong_and_a_client_that_has_it_gets_304()
    {
        foreach (var url in await Reads())
        {
            foreach (var asked in new[] { url, (await Ok(url)).Text("permalink")! })
            {
                var answer = await Ok(asked);
                answer.ETag.ShouldMatch("^\"[^\"]+\"$");
                foreach (var condition in new[] { answer.ETag, "*", $"\"other\", {answer.ETag}", $"W/{answer.ETag}" })
                {
                    var again = await Get(asked, ("If-None-Match", condition));
                    (again.Status, again.Bytes.Length, again.ETag, again.Header("Cache-Control"), again.Header("Vary"))
                        .ShouldBe((304, 0, answer.ETag, answer.Header("Cache-Control"), answer.Header("Vary")), asked);
                }
                foreach (var condition in new[] { "\"other\"", "nonsense", "" })
                    (await Get(asked, ("If-None-Match", condition))).Status.ShouldBe(200);
            }
        }
    }

    [Fact]
    public async Task A_change_changes_the_tag()
    {
        var report = await ReportOf();
        await Accept(report);
        string[] urls = [$"/api/timeline?actor={report.Body["actor"]}", $"/api/developments/{report.Id}", $"/api/developments/{report.Id}/history", $"/api/actors/{report.Body["actor"]}"];
        var tags = new List<string>();
        foreach (var url in urls)
            tags.Add((await Ok(url)).ETag);

        await Accept(Dispute(report.Id));

        foreach (var (url, tag) in urls.Zip(tags))
            (await Get(url, ("If-None-Match", tag))).Status.ShouldBe(200, url);
    }

    [Fact]
    public async Task Head_is_get_without_a_body()
    {
        foreach (var url in (await Reads()).Append("/api/developments/unknown"))
        {
            var (get, head) = (await Get(url), await Send(HttpMethod.Head, url));

            (head.Status, head.Bytes.Length).ShouldBe((get.Status, 0), url);
            foreach (var name in new[] { "ETag", "Cache-Control", "Content-Type", "Link", "Vary" })
                head.Header(name).ShouldBe(get.Header(name), $"{name} of {url}");
            if (head.Header("Content-Length") is { } length && get.Status == 200)
                length.ShouldBe($"{get.Bytes.Length}");
        }
        (await Send(HttpMethod.Head, "/api/timeline", ("If-None-Match", "*"))).Status.ShouldBe(304);
    }

    [Fact]
    public async Task Pages_of_any_origin_may_read()
    {
        foreach (var url in (await Reads()).Append("/api/timeline?foo=1"))
        {
            var answer = await Get(url, ("Origin", "https://elsewhere.example"));

            answer.Header("Access-Control-Allow-Origin").ShouldBe("*");
            answer.Header("Access-Control-Allow-Credentials").ShouldBeNull();
            foreach (var name in new[] { "ETag", "Link", "Location", "Content-Location", "Memento-Datetime", "Retry-After" })
                answer.Header("Access-Control-Expose-Headers").ShouldNotBeNull().ShouldContain(name);
        }
        var preflight = await Send(HttpMethod.Options, "/api/timeline", ("Origin", "https://elsewhere.example"), ("Access-Control-Request-Method", "GET"), ("Access-Control-Request-Headers", "if-none-match"));
        (preflight.Status, preflight.Header("Access-Control-Allow-Origin")).ShouldBe((204, "*"));
        preflight.Header("Access-Control-Allow-Headers").ShouldNotBeNull().ShouldContain("If-None-Match");
    }

    [Fact]
    public async Task Pages_of_other_origins_may_not_write()
    {
        foreach (var method in new[] { "POST", "PATCH" })
        {
            var preflight = await Send(HttpMethod.Options, "/api/developments", ("Origin", "https://elsewhere.example"), ("Access-Control-Request-Method", method), ("Access-Control-Request-Headers", "content-type"));
            (preflight.Header("Access-Control-Allow-Origin"), preflight.Header("Access-Control-Allow-Methods")).ShouldBe((null, null));
        }
        (await Send((await ReportOf()).Header("Origin", "https://elsewhere.example"))).Header("Access-Control-Allow-Origin").ShouldBeNull();
        // What a form could send without asking first is not taken for JSON.
        (await Send((await ReportOf()).ToRequest("text/plain"))).ShouldBeProblem(415);
    }

    [Fact]
    public async Task Browsers_are_told_not_to_guess_types()
    {
        foreach (var url in (await Reads()).Append("/api/nothing"))
            (await Get(url)).Header("X-Content-Type-Options").ShouldBe("nosniff");
    }

    [Fact]
    public async Task The_answer_to_a_write_is_not_stored() => (await Accept(await ReportOf())).Answer.CacheControl.NoStore.ShouldBeTrue();

    private Task<string[]> Reads() => Api.OnceAsync("reads", async () =>
    {
        var report = (await ReportOf()).Figure("soldiers", 1);
        await Accept(report);
        return new[]
        {
            "/api/timeline", "/api/timeline?limit=1", $"/api/developments/{report.Id}", $"/api/developments/{report.Id}/history", "/api/actors",
            $"/api/actors/{report.Body["actor"]}", $"/api/actors/{report.Body["actor"]}/events", "/api/measures/soldiers", "/api/metrics/revisions",
        };
    });
}
