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
        foreach (var path in new[] { "timeline?kind=deployment&knownAt=2024-10-25", $"developments/{report.Id}", $"developments/{report.Id}/history", $"actors/{(string)report.Body["actor"]!}" })
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
    public async Task What_the_question_is_refused_for_the_citation_is_refused_for()
    {
        (await Get("/api/cite/developments/nothing-of-that-name")).ShouldBeProblem(404);
        (await Get("/api/cite/timeline?colour=red")).ShouldBeProblem(400, "colour");
        (await Get("/api/cite/timeline?format=pdf")).ShouldBeProblem(400, "format");
        (await Get("/api/cite/cite/timeline")).ShouldBeProblem(404);
        (await Get("/api/cite/timeline/live")).ShouldBeProblem(404);
    }
}
