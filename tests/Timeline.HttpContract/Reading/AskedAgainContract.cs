using static Timeline.HttpContract.Calls;

namespace Timeline.HttpContract;

/// <summary>A question without a pin that is asked again and again: answers may be kept, but never longer than they are right.</summary>
public abstract class AskedAgainContract(TimelineApi api) : ContractSuite(api)
{
    private static readonly string[] Kept = ["ETag", "Cache-Control", "Content-Type", "Content-Length", "Content-Location", "Link", "Vary", "Memento-Datetime", "X-Content-Type-Options"];

    [Fact]
    public async Task It_gets_the_same_bytes_and_headers_while_nothing_is_written()
    {
        var report = await ReportOf();
        await Accept(report);
        foreach (var url in UrlsOf(report))
        {
            var first = await Ok(url);
            for (var time = 0; time < 4; time++)
            {
                var again = await Ok(url);
                again.Bytes.ShouldBe(first.Bytes, url);
                foreach (var name in Kept)
                    again.Header(name).ShouldBe(first.Header(name), $"{name} of {url}");
                (await Get(url, ("If-None-Match", first.ETag))).Status.ShouldBe(304, url);
            }
        }
    }

    [Fact]
    public async Task It_sees_each_write_that_was_acknowledged_before()
    {
        var report = await ReportOf();
        await Accept(report);
        var urls = UrlsOf(report);
        for (var time = 0; time < 12; time++)
        {
            var tags = new List<string>();
            foreach (var url in urls)
                tags.Add((await Ok(url)).ETag);

            var written = await Accept(Corroborate(report.Id));

            foreach (var (url, tag) in urls.Zip(tags))
            {
                (await Get(url, ("If-None-Match", tag))).Status.ShouldBe(200, url);
                (await Ok(url)).Text("basis").ShouldBe($"{written.Position}", url);
            }
        }
    }

    [Fact]
    public async Task Many_who_ask_at_once_each_see_what_was_written_before_they_asked()
    {
        var report = await ReportOf();
        await Accept(report);
        var url = $"/api/timeline?actor={report.Body["actor"]}";
        for (var time = 0; time < 8; time++)
        {
            var written = await Accept(Corroborate(report.Id));
            var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Ok(url)));
            answers.ShouldAllBe(answer => answer.Json.Number("basis") >= written.Position);
        }
    }

    [Fact]
    public async Task It_is_negotiated_as_if_it_were_asked_first()
    {
        var report = await ReportOf();
        await Accept(report);
        var url = $"/api/timeline?actor={report.Body["actor"]}";
        var latest = await Repeated(url);

        var past = await Ok(url, ("Accept-Datetime", "Fri, 25 Oct 2002 10:00:00 GMT"));
        var zipped = await Ok(url, ("Accept-Encoding", "gzip"));
        var lines = await Ok(url, ("Accept", "application/x-ndjson"));

        past.Text("knownAt").ShouldNotBe(latest.Text("knownAt"));
        zipped.Header("Content-Encoding").ShouldBe(latest.Bytes.Length < 1_200 ? null : "gzip");
        lines.MediaType.ShouldBe("application/x-ndjson");
        (await Ok(url)).Bytes.ShouldBe(latest.Bytes);
        (await Get($"{url}&knownAt=soon")).Status.ShouldBe(400);
    }

    private async Task<Answer> Repeated(string url)
    {
        for (var time = 0; time < 3; time++)
            await Ok(url);
        return await Ok(url);
    }

    private static string[] UrlsOf(Call report) =>
    [
        $"/api/timeline?actor={report.Body["actor"]}", "/api/timeline?limit=3", $"/api/timeline?limit=1000&order=desc&kind={report.Body["kind"]}", $"/api/developments/{report.Id}",
        $"/api/developments/{report.Id}/history", $"/api/actors/{report.Body["actor"]}",
    ];
}
