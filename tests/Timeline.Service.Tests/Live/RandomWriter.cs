using System.Net.Http.Json;
using System.Text.Json;

namespace Timeline.Service.Tests.Live;

/// <summary>Writes whatever comes to its mind, of every kind; what is refused is no harm. Draws from a seed of its own.</summary>
internal sealed class RandomWriter(HttpClient client, int seed, string prefix = "d")
{
    private static readonly string[] Words = ["river", "bridge", "convoy", "ministry", "treaty", "harbour"];
    private static readonly string[] Kinds = ["statement", "meeting", "treaty", "other"];
    private static readonly string[] Publishers = ["Agency", "Gazette", "Herald"];
    private readonly Random _random = new(seed);
    private readonly List<(string Id, long Position)> _written = [];
    private int _reports;

    public long LastPosition { get; private set; }

    public int Accepted { get; private set; }

    public static async Task RegisterAsync(HttpClient client)
    {
        foreach (var actor in new[] { "a0", "a1", "a2" })
        {
            using var answer = await client.PostAsJsonAsync("/api/actors", new { id = actor, name = $"Name {actor}", kind = "state", aliases = actor == "a0" ? new[] { "moving" } : [] });
            answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
        }
    }

    public async Task WriteAsync(int count)
    {
        for (var i = 0; i < count; i++)
            await WriteAsync();
    }

    public Task WriteAsync() => _written.Count == 0 ? ReportAsync() : _random.Next(20) switch
    {
        < 6 => ReportAsync(),
        < 11 => FollowAsync("corrections", new { changes = Change(), reason = "because", source = Source(), reportedAt = Day() }),
        < 13 => FollowAsync("corroborations", new { headline = Sentence(), occurred = "2024-05", source = Source(), reportedAt = Day() }),
        13 => FollowAsync("disputes", new { by = "Ministry", reason = "because", source = Source(), reportedAt = Day() }),
        14 => FollowAsync("retractions", new { reason = "because", source = Source(), reportedAt = Day() }),
        15 => FollowAsync("reinstatements", new { reason = "because", source = Source(), reportedAt = Day() }),
        16 => AnnulAsync(),
        _ => DescribeAsync(),
    };

    public Task ReportAsync()
    {
        var id = $"{prefix}-{seed}-{_reports++}";
        return SendAsync(HttpMethod.Post, "/api/developments", id, new
        {
            id,
            actor = Actor(),
            kind = Pick(Kinds),
            occurred = $"2024-{_random.Next(1, 13):00}",
            headline = Sentence(),
            tags = new[] { Pick(Words) },
            places = _random.Next(2) == 0 ? new object[] { new { name = Sentence(), latitude = _random.Next(40, 60), longitude = _random.Next(20, 40) } } : [],
            source = Source(),
            reportedAt = Day(),
        });
    }

    private Task FollowAsync(string what, object body)
    {
        var id = _written[_random.Next(_written.Count)].Id;
        return SendAsync(HttpMethod.Post, $"/api/developments/{id}/{what}", id, body);
    }

    private Task AnnulAsync()
    {
        var (id, position) = _written[_random.Next(_written.Count)];
        return SendAsync(HttpMethod.Post, $"/api/developments/{id}/annulments", id, new { position, reason = "a mistake" });
    }

    private Task DescribeAsync() => SendAsync(
        HttpMethod.Patch, $"/api/actors/{Actor()}", null,
        _random.Next(2) == 0 ? new { name = Sentence() } : new { aliases = _random.Next(2) == 0 ? Array.Empty<string>() : ["moving"] });

    private Dictionary<string, object> Change() => _random.Next(5) switch
    {
        0 => new() { ["kind"] = Pick(Kinds) },
        1 => new() { ["tags"] = new[] { Pick(Words), Pick(Words) }.Distinct() },
        2 => new() { ["occurred"] = $"2024-{_random.Next(1, 13):00}" },
        3 => new() { ["participants"] = new[] { new { actor = Actor(), role = "partner" } } },
        _ => new() { ["headline"] = Sentence() },
    };

    private async Task SendAsync(HttpMethod method, string path, string? development, object body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = JsonContent.Create(body) };
        using var answer = await client.SendAsync(request);
        ((int)answer.StatusCode).ShouldBeOneOf(200, 201, 404, 409, 422);
        if (!answer.IsSuccessStatusCode)
            return;
        var json = JsonElement.Parse(await answer.Content.ReadAsByteArrayAsync());
        if (!json.TryGetProperty("position", out var position))
            return;
        Accepted++;
        LastPosition = position.GetInt64();
        if (development is not null)
            _written.Add((development, LastPosition));
    }

    private string Actor() => $"a{_random.Next(3)}";

    private string Day() => $"2024-10-{_random.Next(1, 29):00}";

    private object Source() => new { publisher = Pick(Publishers) };

    private string Sentence() => $"The {Pick(Words)} and the {Pick(Words)}";

    private T Pick<T>(T[] from) => from[_random.Next(from.Length)];
}
