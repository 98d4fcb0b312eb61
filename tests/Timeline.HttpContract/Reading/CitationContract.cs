using System.Security.Cryptography;

namespace Timeline.HttpContract;

/// <summary><c>GET /api/cite/…</c>: what is needed to cite an answer, and to check it later.</summary>
public abstract class CitationContract(TimelineApi api) : ContractSuite(api)
{
    [Fact]
    public async Task The_hash_is_of_the_bytes_that_the_permalink_gives_for_ever()
    {
        var report = (await ReportOf()).Headline("Troops & “trains”").Reported("2024-10-18");
        await Accept(report);
        foreach (var path in new[] { "timeline?kind=deployment&knownAt=2024-10-25", $"developments/{report.Id}", $"developments/{report.Id}/history", $"actors/{(string)report.Body["actor"]!}", $"timeline/diff?from=2024-10-01&to=2024-10-31&actor={report.Body["actor"]}" })
        {
            var citation = (await Ok($"/api/cite/{path}")).Json;
            await Accept(Calls.Correct(report.Id).Change("summary", Unique("other")).Reported("2024-10-19"));
            var answer = await Ok(citation.Text("permalink")!);
            Convert.ToHexStringLower(SHA256.HashData(answer.Bytes)).ShouldBe(citation.Text("sha256"));
            citation.Text("url")!.ShouldEndWith(citation.Text("permalink")!);
            citation.Text("text")!.ShouldContain(citation.Text("sha256")!);
        }
    }

    [Fact]
    public async Task It_comes_as_text_as_BibTeX_and_as_CSL_JSON()
    {
        var report = (await ReportOf()).Headline("50% of {all} & more_").Reported("2024-10-18");
        await Accept(report);

        (await Ok($"/api/cite/developments/{report.Id}?format=text")).Body.ShouldStartWith("“50% of {all} & more_.” Timeline, as known at 2024-10-18T00:00:00Z");
        var bibtex = await Ok($"/api/cite/developments/{report.Id}?format=bibtex");
        (bibtex.MediaType, bibtex.Body.Contains("title = {{50\\% of  all  \\& more\\_}}", StringComparison.Ordinal)).ShouldBe(("application/x-bibtex", true));
        var csl = await Ok($"/api/cite/developments/{report.Id}?format=csl");
        csl.MediaType.ShouldBe("application/vnd.citationstyles.csl+json");
        (csl.Json[0].Text("type"), csl.Json[0].Text("title")).ShouldBe(("webpage", "50% of {all} & more_"));
    }

    [Fact]
    public async Task A_difference_is_cited_by_where_it_leads_to()
    {
        var report = (await ReportOf()).Reported("2024-10-18");
        var written = await Accept(report);
        var citation = (await Ok($"/api/cite/timeline/diff?actor={report.Body["actor"]}&from=2024-10-01&to=2024-10-31&fromBasis={written.Position}&toBasis={written.Position}")).Json;
        (citation.Text("knownAt"), citation.Number("basis")).ShouldBe(("2024-10-31T23:59:59.999999Z", written.Position));
        citation.Text("title").ShouldBe($"What changed since 2024-10-01T23:59:59.999999Z: actor={report.Body["actor"]}");
    }

    [Fact]
    public async Task Its_title_says_what_was_asked()
    {
        var report = (await ReportOf()).Figure("soldiers", 1);
        await Accept(report);
        var actor = (string)report.Body["actor"]!;
        foreach (var (path, title) in new[]
        {
            ($"developments/{report.Id}", $"Headline of {report.Id}"), ($"developments/{report.Id}/history", $"History of {report.Id}"), ($"actors/{actor}", $"Name of {actor}"),
            ($"actors/{actor}/events", $"What was recorded of {actor}"), ("measures/soldiers", "Claims about soldiers"), ($"timeline?actor={actor}&order=desc", $"What was known: actor={actor}, order=desc"),
        })
        {
            (await Ok($"/api/cite/{path}")).Text("title").ShouldBe(title);
        }
    }

    [Fact]
    public async Task A_citation_is_negotiated_by_date_like_its_question()
    {
        var report = (await ReportOf()).Reported("2024-10-18");
        await Accept(report, Calls.Correct(report.Id).Change("headline", "New").Reported("2024-10-19"));
        var citation = await Ok($"/api/cite/developments/{report.Id}", ("Accept-Datetime", "Fri, 18 Oct 2024 12:00:00 GMT"));
        citation.Text("title").ShouldBe($"Headline of {report.Id}");
        citation.Header("Vary").ShouldBe("Accept-Datetime, Accept");
    }

    [Fact]
    public async Task What_the_question_is_refused_for_the_citation_is_refused_for()
    {
        (await Get("/api/cite/developments/nothing-of-that-name")).ShouldBeProblem(404);
        (await Get("/api/cite/timeline?colour=red")).ShouldBeProblem(400, "colour");
        (await Get("/api/cite/timeline?format=pdf")).ShouldBeProblem(400, "format");
        (await Get("/api/cite/cite/timeline")).ShouldBeProblem(404);
        (await Get("/api/cite/timeline/live")).ShouldBeProblem(404);
    }
}
