using static Timeline.HttpContract.Calls;

namespace Timeline.HttpContract;

/// <summary>What every feed has in common: pins, caching, conditional requests, refusals.</summary>
public abstract class FeedHeaderContract(TimelineApi api) : FeedSuite(api)
{
    [Theory]
    [MemberData(nameof(Feeds))]
    public async Task A_feed_has_its_media_type_and_a_name_to_be_saved_under(string path, string mediaType)
    {
        var (_, filter) = await ReportedAt("2024-10-10");
        var answer = await Ok($"{path}?{filter}");

        answer.Header("Content-Type").ShouldBe(mediaType);
        answer.Header("Content-Disposition").ShouldBe($"inline; filename=\"{path.Split('/')[^1]}\"");
        answer.Header("X-Content-Type-Options").ShouldBe("nosniff");
        answer.Header("Access-Control-Allow-Origin").ShouldBe("*");
        answer.Bytes[0].ShouldNotBe((byte)0xEF, "a byte order mark");
    }

    [Fact]
    public async Task An_unpinned_feed_is_revalidated_and_its_permalink_kept()
    {
        var (id, filter) = await ReportedAt("2024-10-10");
        foreach (var path in Paths)
        {
            var answer = await Ok($"{path}?{filter}");
            answer.Header("Cache-Control").ShouldBe("no-cache");
            answer.ETag.ShouldMatch("^\"[^\"]+\"$");
            var permalink = answer.Link("bookmark").ShouldNotBeNull();
            permalink.ShouldBe(answer.Header("Content-Location"));
            permalink.ShouldMatch($"^{path}\\?actor=[^&]+&basis=[0-9]+&edition=[^&]+&knownAt=[^&]+$");

            await Accept(Corroborate(id).From(Unique("agency")));

            var pinned = await Ok(permalink);
            pinned.Bytes.ShouldBe(answer.Bytes, path);
            pinned.ETag.ShouldBe(answer.ETag);
            (pinned.CacheControl.Public, pinned.CacheControl.MaxAge).ShouldBe((true, TimeSpan.FromDays(1)), path);
            pinned.Header("Cache-Control").ShouldNotBeNull().ShouldContain("immutable");
            (await Ok($"{path}?{filter}")).ETag.ShouldNotBe(answer.ETag, path);
        }
    }

    [Fact]
    public async Task Who_has_it_already_gets_304_without_a_body()
    {
        var (_, filter) = await ReportedAt("2024-10-10");
        foreach (var path in Paths)
        {
            var answer = await Ok($"{path}?{filter}");
            foreach (var asked in new[] { $"{path}?{filter}", answer.Link("bookmark")! })
            {
                var again = await Get(asked, ("If-None-Match", (await Ok(asked)).ETag));
                (again.Status, again.Bytes.Length, again.ETag).ShouldBe((304, 0, answer.ETag), asked);
            }
            (await Get($"{path}?{filter}", ("If-None-Match", "\"other\""))).Status.ShouldBe(200);
        }
    }

    [Fact]
    public async Task Feeds_of_one_answer_have_different_tags()
    {
        var tags = new List<string>();
        foreach (var path in Paths.Append("/feeds/vis.json?group=actor").Append("/feeds/vis.json?limit=1").Append("/feeds/atom.xml?limit=1"))
            tags.Add((await Ok(path)).ETag);

        tags.ShouldBeUnique();
    }

    [Fact]
    public async Task Head_is_get_without_a_body()
    {
        var (_, filter) = await ReportedAt("2024-10-10");
        foreach (var path in Paths.SelectMany(path => new[] { $"{path}?{filter}", $"{path}?limit=1", $"{path}?knownAt=soon" }))
        {
            var (get, head) = (await Get(path), await Send(HttpMethod.Head, path));

            (head.Status, head.Bytes.Length).ShouldBe((get.Status, 0), path);
            foreach (var name in new[] { "ETag", "Cache-Control", "Content-Type", "Content-Disposition", "Link", "Content-Location" })
                head.Header(name).ShouldBe(get.Header(name), $"{name} of {path}");
        }
    }

    [Fact]
    public async Task A_feed_shows_what_was_known_then_by_what_was_recorded_then()
    {
        var report = await ReportOf();
        var first = await Accept(report);
        await Accept(Correct(report.Id).Change("headline", "Corrected").Reported("2024-10-20"));

        foreach (var path in Paths.Except(["/feeds/places.geojson"]))
        {
            (await Ok($"{path}?actor={report.Body["actor"]}")).Body.ShouldContain("Corrected", customMessage: path);
            foreach (var before in new[] { "knownAt=2024-10-19", $"basis={first.Position}", $"recordedAt={Uri.EscapeDataString(first.RecordedAt)}" })
            {
                var answer = await Ok($"{path}?actor={report.Body["actor"]}&{before}");
                answer.Body.ShouldNotContain("Corrected", customMessage: $"{path}?{before}");
                answer.Body.ShouldContain($"Headline of {report.Id}", customMessage: $"{path}?{before}");
            }
            (await Ok($"{path}?actor={report.Body["actor"]}&knownAt=2024-10-17")).Body.ShouldNotContain(report.Id, customMessage: path);
        }
    }

    [Fact]
    public async Task What_is_not_known_is_ignored()
    {
        var (_, filter) = await ReportedAt("2024-10-10");
        foreach (var path in Paths)
        {
            var answer = await Ok($"{path}?{filter}");
            (await Ok($"{path}?{filter}&utm_source=x&%zz=1&Kind=treaty")).ETag.ShouldBe(answer.ETag, path);
        }
        foreach (var path in new[] { "/feeds/atom.xml", "/feeds/feed.json" })
            (await Ok($"{path}?{filter}&order=sideways")).ETag.ShouldBe((await Ok($"{path}?{filter}")).ETag, "it is ordered by change");
    }

    [Theory]
    [InlineData("knownAt=soon", 400, "knownAt")]
    [InlineData("basis=-1", 400, "basis")]
    [InlineData("basis=1&recordedAt=2024-10-10", 400, "recordedAt")]
    [InlineData("kind=party", 400, "kind")]
    [InlineData("occurredFrom=autumn", 400, "occurredFrom")]
    [InlineData("bbox=1,2,3", 400, "bbox")]
    [InlineData("q=%22", 400, "q")]
    [InlineData("include=everything", 400, "include")]
    [InlineData("limit=0", 400, "limit")]
    [InlineData("limit=10001", 400, "limit")]
    [InlineData("after=nonsense", 400, "after")]
    [InlineData("after=AAAA", 400, "after")]
    [InlineData("edition=nonsense", 400, "edition")]
    [InlineData("edition=anotherlogid.1", 404)]
    [InlineData("basis=9223372036854775807", 404)]
    [InlineData("actor=nobody-at-all", 404, "actor")]
    public async Task What_cannot_be_read_is_refused_as_under_api(string query, int status, params string[] fields)
    {
        foreach (var path in Paths)
            (await Get($"{path}?{query}")).ShouldBeProblem(status, fields);
    }

    [Fact]
    public async Task An_order_or_a_group_that_there_is_not_is_refused_where_it_means_something()
    {
        foreach (var path in Paths.Except(["/feeds/atom.xml", "/feeds/feed.json"]))
            (await Get($"{path}?order=sideways")).ShouldBeProblem(400, "order");
        foreach (var path in new[] { "/feeds/timelinejs.json", "/feeds/vis.json" })
            (await Get($"{path}?group=colour")).ShouldBeProblem(400, "group");
        (await Get("/feeds/atom.xml?limit=1001")).ShouldBeProblem(400, "limit");
    }

    [Fact]
    public async Task A_view_version_that_is_not_served_is_gone()
    {
        var edition = (await Ok("/api/timeline?limit=1")).Text("edition")!;
        foreach (var path in Paths)
            (await Get($"{path}?edition={Api.OfOtherView(edition)}")).ShouldBeProblem(410);
    }

    [Fact]
    public async Task Feeds_are_read_only()
    {
        foreach (var path in Paths)
            (await Send(HttpMethod.Post, path)).ShouldBeProblem(405);
        (await Get("/feeds/rss.xml")).ShouldBeProblem(404);
    }

    /// <summary>The filters are those of the API: what passes one there is in the feed, and nothing else.</summary>
    [Fact]
    public async Task A_feed_takes_every_filter()
    {
        var (one, other) = (await ReportOf(), await ReportOf());
        var (tag, word) = (Unique("tag"), Unique("word").Replace("-", "", StringComparison.Ordinal));
        await Accept(one.Kind("treaty").Tags(tag).Occurred("2019-02").Headline($"About {word}").From(Unique("publisher")).At("Sea", 10.5, 20.5), other);
        var publisher = (string)one.Body["source"]!["publisher"]!;

        foreach (var filter in new[]
        {
            $"actor={one.Body["actor"]}", $"actor={one.Body["actor"]}&actor={other.Body["actor"]}&kind=treaty", $"tag={tag}", $"publisher={publisher}", $"q={word}",
            $"actor={one.Body["actor"]}&status=reported", "occurredFrom=2019-02&occurredTo=2019-02&match=definite", "bbox=20.4,10.4,20.6,10.6",
        })
        {
            foreach (var path in Paths)
            {
                var answer = await Ok($"{path}?{filter}");
                answer.Body.ShouldContain(one.Id, customMessage: $"{path}?{filter}");
                answer.Body.ShouldNotContain($"{other.Id}\"", customMessage: $"{path}?{filter}");
                (await Ok(answer.Link("bookmark")!)).Bytes.ShouldBe(answer.Bytes);
            }
        }
    }
}
