using System.Security.Cryptography;
using Timeline.Service.Tests.Samples;

namespace Timeline.Service.Tests.Readme;

/// <summary>The questions of <c>docs/what-was-known.md</c>, asked of the service with the seeds and the sample.</summary>
public sealed class WhatWasKnownTests(SampleService service) : IClassFixture<SampleService>
{
    private static readonly string[] Page = ["docs", "what-was-known.md"];

    [Fact]
    public async Task Every_answer_is_true()
    {
        foreach (var example in Example.Of(Page))
            example.MissingFrom(await example.AskAsync(service.Client)).ShouldBeNull($"of {example.Url}");
    }

    [Fact]
    public void Every_question_with_an_answer_is_tried() =>
        Example.Text(Page).Split("\n```json\n").Length.ShouldBe(Example.Of(Page).Count + 1);

    [Fact]
    public void The_import_answers_what_the_page_says() => Example.Text(Page).ShouldContain($"```\n{service.Outcomes[^1]}\n```");

    [Fact]
    public async Task The_permalink_has_the_hash_that_the_citation_names()
    {
        var citation = await Example.Of(Page).Single(example => example.Url.StartsWith("/api/cite/", StringComparison.Ordinal)).AskAsync(service.Client);
        var bytes = await service.Client.GetByteArrayAsync(citation.GetProperty("permalink").GetString());
        Convert.ToHexStringLower(SHA256.HashData(bytes)).ShouldBe(citation.GetProperty("sha256").GetString());
    }
}
