using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Timeline.Domain;
using Timeline.Service.Views;
using Timeline.Service.Tests.Import;
using Timeline.Service.Tests.OpenApi;

namespace Timeline.Service.Tests.Editions;

/// <summary>
/// The bytes of permalinks across builds: a log of long ago is restored, with its id, and gives the answers that it gave then. See decision 008.
/// </summary>
public sealed class EditionTests(RestoredLog log) : IClassFixture<RestoredLog>
{
    private static readonly int Present = ViewVersions.Shipped.Newest.Number;

    /// <summary>Set to <c>add</c>, the answers to new lines of <c>permalinks.txt</c> are kept.</summary>
    private static readonly bool Adds = Environment.GetEnvironmentVariable("TIMELINE_EDITIONS") == "add";

    [Fact]
    public void The_present_view_version_has_permalinks_of_its_own() => Permalink.Versions[^1].ShouldBe(Present);

    [Fact]
    public async Task Permalinks_of_the_present_view_version_give_the_bytes_that_they_ever_gave()
    {
        var (changed, added) = (new List<string>(), 0);
        foreach (var permalink in Permalink.Of(Present))
        {
            using var response = await log.GetAsync(permalink);
            var body = await response.Content.ReadAsByteArrayAsync();
            ((int)response.StatusCode).ShouldBe(200, $"{permalink.Name}: {permalink.Address}\n{Encoding.UTF8.GetString(body)}");
            if (permalink.Address.Contains("edition=", StringComparison.Ordinal))
                response.Headers.CacheControl!.ToString().ShouldContain("immutable", Case.Sensitive, $"{permalink.Name} is no permalink: {permalink.Address}");
            if (permalink.IsNew && Adds)
            {
                permalink.Add(Present, body);
                added++;
            }
            else if (permalink.IsNew)
            {
                changed.Add($"{permalink.Name} is new, and has no hash yet. Run this test once with TIMELINE_EDITIONS=add, and read what it has kept.");
            }
            else if (Permalink.HashOf(body) != permalink.Sha256)
            {
                changed.Add($"{permalink.Name} {Difference(permalink.StoredBody(Present), body)}\n  {permalink.Address}");
            }
        }
        changed.ShouldBeEmpty(
            $"""
            An answer that somebody may have cited, by its permalink and hash, has other bytes now. If that was not meant, undo it. If it was: raise
            the version in ViewVersions.Shipped from {Present}, then either go on serving version {Present} or let it be 410, as decision 008 says. Never put a new hash
            in the place of an old one.
            """);
        added.ShouldBe(0, "They are kept. Read them, and run this without TIMELINE_EDITIONS.");
    }

    [Fact]
    public async Task Permalinks_of_older_view_versions_are_410_and_say_which_one_is_served()
    {
        // The present version's permalinks are asked for as those of the next one, so that there is always something to ask.
        var asked = Permalink.Versions.SelectMany(Permalink.Of).Where(permalink => permalink.Address.Contains("edition=", StringComparison.Ordinal))
            .Select(permalink => permalink with { Address = permalink.Address.Replace($"={log.Edition}&", $"={log.Edition}0&", StringComparison.Ordinal) });
        foreach (var permalink in asked)
        {
            using var response = await log.GetAsync(permalink);
            ((int)response.StatusCode).ShouldBe(410, permalink.Address);
            (await response.Content.ReadAsStringAsync()).ShouldContain(log.Edition);
        }
    }

    [Fact]
    public void The_log_has_every_type_of_event()
    {
        var types = Encoding.UTF8.GetString(Permalink.Log).Split('\n').Where(line => line.StartsWith("{\"event\":", StringComparison.Ordinal))
            .Select(line => JsonElement.Parse(line).GetProperty("event").GetProperty("type").GetString());
        EventTypes.All.Select(type => type.Alias).Except(types).ShouldBeEmpty("Restore the log, write one, and archive it again: what was in it stays.");
    }

    [Fact]
    public async Task Every_read_that_can_be_pinned_has_a_permalink_here()
    {
        var addresses = Permalink.Of(Present).Select(permalink => permalink.Address).ToList();
        PinnedPaths(await log.DocumentAsync()).Where(path => !addresses.Exists(address => IsOf(address, path))).ShouldBeEmpty("Add lines that begin with 'new' to permalinks.txt.");
    }

    [Fact]
    public void There_are_enough_permalinks_and_no_two_of_a_name()
    {
        var permalinks = Permalink.Of(Present);
        permalinks.Count.ShouldBeGreaterThanOrEqualTo(40);
        permalinks.Select(permalink => permalink.Name).ShouldBeUnique();
        permalinks.Select(permalink => (permalink.Accept, permalink.Address)).ShouldBeUnique();
    }

    [Fact]
    public void Every_body_that_is_kept_is_the_one_that_was_hashed()
    {
        foreach (var (version, permalink) in Permalink.Versions.SelectMany(version => Permalink.Of(version).Select(permalink => (version, permalink))))
        {
            if (permalink.StoredBody(version) is { } body)
                Permalink.HashOf(body).ShouldBe(permalink.Sha256, permalink.Name);
        }
    }

    /// <summary>Paths of the OpenAPI document whose GET takes an edition.</summary>
    private static IEnumerable<string> PinnedPaths(ApiDocument document) => document.Operations
        .Where(operation => operation.Method == "GET" && document.QueryParameters(operation).Contains("edition"))
        .Select(operation => operation.Path)
        // Streams are not promised to be the same bytes.
        .Except(["/api/timeline/live", "/api/timeline/replay"]);

    private static bool IsOf(string address, string template)
    {
        var (path, parts) = (address.Split('?')[0].Split('/'), template.Split('/'));
        return path.Length == parts.Length && path.Zip(parts).All(pair => pair.First == pair.Second || pair.Second.StartsWith('{'));
    }

    private static string Difference(byte[]? before, byte[] after)
    {
        if (before is null)
            return string.Create(CultureInfo.InvariantCulture, $"has other bytes ({after.Length}; the old ones were too many to be kept)");
        var at = before.AsSpan().CommonPrefixLength(after);
        string Around(byte[] bytes) => Encoding.UTF8.GetString(bytes.AsSpan(Math.Max(0, at - 60)..Math.Min(bytes.Length, at + 60)));
        return string.Create(CultureInfo.InvariantCulture, $"differs from byte {at} on:\n  was …{Around(before)}…\n  is  …{Around(after)}…");
    }
}

/// <summary>The service on the log of <c>log.ndjson</c>, which has kept its id.</summary>
public sealed class RestoredLog : IAsyncLifetime
{
    private ImportLog _log = null!;
    private WebApplication _app = null!;
    public HttpClient Client { get; } = new();

    public string Edition { get; private set; } = "";

    public async Task InitializeAsync()
    {
        _log = await ImportLog.CreateAsync();
        await _log.RestoreAsync(Permalink.Log, replacesOriginal: true);
        Edition = (await _log.IdentityAsync()).EditionOf(ViewVersions.Shipped.Newest.Number);
        _app = await _log.ServeAsync();
        Client.BaseAddress = new Uri(_app.Urls.Single());
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
        await _log.DisposeAsync();
    }

    internal async Task<ApiDocument> DocumentAsync() => new(JsonNode.Parse(await Client.GetStringAsync("/openapi/v1.json"))!.AsObject());

    internal Task<HttpResponseMessage> GetAsync(Permalink permalink)
    {
        // A citation names the host.
        var request = new HttpRequestMessage(HttpMethod.Get, permalink.Address) { Headers = { Host = "timeline.example", Accept = { new(permalink.Accept) } } };
        return Client.SendAsync(request);
    }
}
