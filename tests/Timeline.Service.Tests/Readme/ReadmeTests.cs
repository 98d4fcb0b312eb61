using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Timeline.Service.Database;
using Timeline.Service.Hosting;
using Timeline.Service.Reading;
using Timeline.Service.Tests.Support;

namespace Timeline.Service.Tests.Readme;

/// <summary>The README's questions, asked of the service with the seeds.</summary>
public sealed partial class ReadmeTests(SeededService service) : IClassFixture<SeededService>
{
    [Fact]
    public void There_are_ten_questions() => Questions().Count().ShouldBe(10);

    [Fact]
    public async Task Every_answer_is_true()
    {
        foreach (var (url, expected) in Questions())
        {
            var answer = JsonElement.Parse(await service.Client.GetStringAsync(url));
            Missing(JsonElement.Parse(expected), answer, "").ShouldBeNull($"of {url}");
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

    /// <summary>The first part of what is expected that the answer does not have, in order; null where it has all.</summary>
    private static string? Missing(JsonElement expected, JsonElement actual, string path)
    {
        if (expected.ValueKind != actual.ValueKind)
            return $"{path}: {expected} is expected, {actual} is there";
        switch (expected.ValueKind)
        {
            case JsonValueKind.Object:
                return expected.EnumerateObject()
                    .Select(member => actual.TryGetProperty(member.Name, out var value) ? Missing(member.Value, value, $"{path}.{member.Name}") : $"{path}.{member.Name} is not there")
                    .FirstOrDefault(missing => missing is not null);
            case JsonValueKind.Array:
                var rest = actual.EnumerateArray().ToList();
                foreach (var item in expected.EnumerateArray())
                {
                    var found = rest.FindIndex(candidate => Missing(item, candidate, path) is null);
                    if (found < 0)
                        return $"{path}: {item} is not there, or not in this order";
                    rest = rest[(found + 1)..];
                }
                return null;
            default:
                return JsonElement.DeepEquals(expected, actual) ? null : $"{path}: {expected} is expected, {actual} is there";
        }
    }

    private static IEnumerable<(string Url, string Expected)> Questions() => Question().Matches(File.ReadAllText(Repository.PathOf("README.md")))
        .Select(match => (match.Groups["url"].Value, match.Groups["answer"].Value));

    [GeneratedRegex(@"curl 'http://localhost:5080(?<url>[^']+)'\n```\n```json\n(?<answer>.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex Question();
}

/// <summary>The service in this process, on a real port, with the seeds.</summary>
public sealed class SeededService : IAsyncLifetime
{
    private TestDatabase _log = null!;
    private TimelineDatabase _database = null!;
    private WebApplication _app = null!;

    public HttpClient Client { get; } = new();

    public async Task InitializeAsync()
    {
        _log = await TestDatabase.CreateAsync();
        var builder = TimelineHost.CreateBuilder(["--environment=Production", "--urls=http://127.0.0.1:0", $"--ConnectionStrings:Timeline={_log.ConnectionString}"]);
        builder.Logging.ClearProviders();
        _database = await TimelineDatabase.OpenAsync(builder.Configuration, share: false, _ => { }, CancellationToken.None);
        var identity = await LogIdentity.ReadAsync(_database.DataSource, CancellationToken.None);
        await Timeline.Service.Commands.Seeds.LoadAsync(Repository.PathOf("seeds"), _database.DataSource, identity, CancellationToken.None);
        _app = TimelineHost.Build(builder, _database.DataSource, identity);
        await _app.StartAsync();
        Client.BaseAddress = new Uri(_app.Urls.Single());
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
        await _database.DisposeAsync();
        await _log.DisposeAsync();
    }
}
