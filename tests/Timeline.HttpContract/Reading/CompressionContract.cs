using System.IO.Compression;

namespace Timeline.HttpContract;

/// <summary>Clients that take gzip get the same answer in fewer bytes, and a tag of its own, because it is other bytes (RFC 9110, section 8.8.3.3).</summary>
public abstract class CompressionContract(TimelineApi api) : ContractSuite(api)
{
    [Fact]
    public async Task A_compressed_answer_is_the_same_one_with_a_tag_of_its_own()
    {
        foreach (var url in await Urls())
        {
            var plain = await Ok(url);
            // Twice, because what is pinned may come from what is kept.
            for (var turn = 0; turn < 2; turn++)
            {
                var zipped = await Ok(url, ("Accept-Encoding", "gzip"));
                (zipped.Header("Content-Encoding"), zipped.Header("Content-Type")).ShouldBe(("gzip", plain.Header("Content-Type")), url);
                zipped.Header("Vary").ShouldNotBeNull().ShouldContain("Accept-Encoding");
                Unzipped(zipped.Bytes).ShouldBe(plain.Bytes, url);
                zipped.Bytes.Length.ShouldBeLessThan(plain.Bytes.Length);
                zipped.ETag.ShouldNotBe(plain.ETag);
                (await Ok(url)).Bytes.ShouldBe(plain.Bytes, url);
            }
        }
    }

    [Fact]
    public async Task Either_tag_settles_a_conditional_request()
    {
        foreach (var url in await Urls())
        {
            var tags = new[] { (await Ok(url)).ETag, (await Ok(url, ("Accept-Encoding", "gzip"))).ETag };
            foreach (var tag in tags)
            {
                (await Get(url, ("If-None-Match", tag))).Status.ShouldBe(304, url);
                (await Get(url, ("If-None-Match", tag), ("Accept-Encoding", "gzip"))).Status.ShouldBe(304, url);
            }
        }
    }

    [Fact]
    public async Task A_write_may_be_conditional_on_the_tag_of_a_compressed_answer()
    {
        var report = await ReportOf();
        await Accept(report);
        var tag = (await Ok($"/api/developments/{report.Id}", ("Accept-Encoding", "gzip"))).ETag;

        await Accept(Calls.Dispute(report.Id).IfMatch(tag));

        (await Send(Calls.Dispute(report.Id).IfMatch(tag))).Status.ShouldBe(412);
    }

    [Fact]
    public async Task A_client_that_refuses_a_coding_does_not_get_it()
    {
        foreach (var url in await Urls())
            (await Ok(url, ("Accept-Encoding", "gzip;q=0, identity"))).Header("Content-Encoding").ShouldBeNull(url);
    }

    [Fact]
    public async Task A_stream_of_events_is_not_held_up_by_compressing_it()
    {
        var urls = await Urls();
        var knownAt = (await Ok(urls[0])).Text("knownAt");
        var frames = await Ok($"/api/timeline/replay?from=2000-01-01&to={knownAt}&speed=0", ("Accept-Encoding", "gzip"));
        (frames.Header("Content-Encoding"), frames.MediaType).ShouldBe((null, "text/event-stream"));
    }

    [Fact]
    public async Task What_is_pinned_reads_the_same_in_every_header_each_time()
    {
        foreach (var url in (await Urls()).Where(url => url.Contains("edition=", StringComparison.Ordinal)))
        {
            var (first, again) = (await Ok(url), await Ok(url));
            again.Bytes.ShouldBe(first.Bytes);
            foreach (var name in new[] { "ETag", "Cache-Control", "Content-Type", "Content-Length", "Content-Location", "Link", "Vary", "Memento-Datetime", "Access-Control-Allow-Origin", "Access-Control-Expose-Headers", "X-Content-Type-Options", "Referrer-Policy" })
                again.Header(name).ShouldBe(first.Header(name), $"{name} of {url}");
        }
    }

    [Fact]
    public async Task A_pinned_feed_holds_the_addresses_of_whoever_was_asked()
    {
        var pin = new Uri(Api.Client.BaseAddress!, (await Urls())[1]).Query;
        foreach (var feed in new[] { "/feeds/feed.json", "/feeds/atom.xml" })
        {
            foreach (var host in new[] { "one.example", "two.example", "one.example" })
            {
                var answer = await Ok(feed + pin, ("Host", host));
                answer.Body.ShouldContain($"http://{host}/");
                answer.Body.ShouldNotContain(host == "one.example" ? "two.example" : "one.example");
            }
        }
    }

    /// <summary>A list and its permalink, and a feed.</summary>
    private Task<string[]> Urls() => Api.OnceAsync(nameof(CompressionContract), async () =>
    {
        var actor = await Actor();
        for (var i = 0; i < 5; i++)
            await Accept(Calls.Report(Unique("development")).By(actor));
        return new[] { $"/api/timeline?actor={actor}", (await Ok($"/api/timeline?actor={actor}")).Text("permalink")!, (await Ok($"/api/actors/{actor}")).Text("permalink")!, $"/feeds/feed.json?actor={actor}" };
    });

    private static byte[] Unzipped(byte[] bytes)
    {
        using var plain = new MemoryStream();
        using (var gzip = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress))
            gzip.CopyTo(plain);
        return plain.ToArray();
    }
}
