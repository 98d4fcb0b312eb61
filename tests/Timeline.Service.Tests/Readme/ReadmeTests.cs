using System.Security.Cryptography;
using System.Text.Json;
using Timeline.Service.Tests.Support;

namespace Timeline.Service.Tests.Readme;

/// <summary>The README's questions, asked of the service with the seeds.</summary>
public sealed class ReadmeTests(SeededService service) : IClassFixture<SeededService>
{
    [Fact]
    public void There_are_ten_questions() => Example.Text("README.md").Split("\n## ").Single(section => section.StartsWith("Ten questions", StringComparison.Ordinal))
        .Split("\n**").Skip(1).Select(question => question.Split('.')[0]).ShouldBe(Enumerable.Range(1, 10).Select(number => $"{number}"));

    [Fact]
    public async Task Every_answer_is_true()
    {
        var examples = Example.Of("README.md");
        examples.Count.ShouldBeGreaterThanOrEqualTo(10);
        foreach (var example in examples)
            example.MissingFrom(await example.AskAsync(service.Client)).ShouldBeNull($"of {example.Url}");
    }

    [Fact]
    public void Every_question_with_an_answer_is_tried() =>
        Example.Text("README.md").Split("\n```json\n").Length.ShouldBe(Example.Of("README.md").Count + 1);

    [Fact]
    public async Task A_citation_names_the_hash_of_what_its_permalink_gives()
    {
        var cited = Example.Of("README.md").Where(example => example.Url.StartsWith("/api/cite/", StringComparison.Ordinal)).ToList();
        cited.ShouldNotBeEmpty();
        foreach (var citation in cited)
        {
            var answer = await citation.AskAsync(service.Client);
            var bytes = await service.Client.GetByteArrayAsync(answer.GetProperty("permalink").GetString());
            Convert.ToHexStringLower(SHA256.HashData(bytes)).ShouldBe(answer.GetProperty("sha256").GetString());
        }
    }

    [Theory]
    [InlineData("2024-10-26", new[] { 1500, 11000 }, new[] { "blinken-8000", "first-fire", "nk-pledged-12000", "state-department-nk-killed" }, new string[0])]
    [InlineData("2024-11-20", new[] { 1500, 11000, 8000, 12000 }, new[] { "state-department-nk-killed" }, new[] { "first-fire", "nk-pledged-12000" })]
    [InlineData("2024-12-31", new[] { 1500, 11000, 8000, 12000 }, new string[0], new[] { "first-fire", "nk-pledged-12000", "state-department-nk-killed" })]
    public async Task The_seeds_tell_what_was_known_when(string knownAt, int[] figures, string[] unknown, string[] known)
    {
        var answer = JsonElement.Parse(await service.Client.GetStringAsync($"/api/timeline?actor=north-korea&limit=1000&knownAt={knownAt}"));
        var items = answer.GetProperty("items").EnumerateArray().ToList();
        var told = items.Where(item => item.TryGetProperty("figures", out _)).SelectMany(item => item.GetProperty("figures").EnumerateArray())
            .Where(figure => figure.TryGetProperty("value", out _) && figure.GetProperty("attribution").GetString()!.Length > 0)
            .Select(figure => figure.GetProperty("value").GetDecimal()).ToList();
        var ids = items.Select(item => item.GetProperty("id").GetString()!).ToList();

        foreach (var figure in figures)
            told.ShouldContain(figure);
        ids.Intersect(unknown).ShouldBeEmpty();
        known.Except(ids).ShouldBeEmpty();
    }
}
