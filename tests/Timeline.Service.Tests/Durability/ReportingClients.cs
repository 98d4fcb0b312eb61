using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Timeline.Service.Tests.Durability;

/// <summary>Clients that report one development after the other over HTTP until they are stopped, each with an idempotency key, and keep what they are told.</summary>
internal sealed class ReportingClients(string prefix, int streams)
{
    public static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly List<Task> _clients = [];
    private volatile bool _isStopping;

    /// <summary>Ids and the bodies of their 201.</summary>
    public ConcurrentDictionary<string, string> Acknowledged { get; } = new();

    /// <summary>Ids whose request got 503 or no answer at all.</summary>
    public ConcurrentDictionary<string, HttpStatusCode?> Unknown { get; } = new();

    public static Task RegisterActorsAsync(HttpClient http, int count) => Task.WhenAll(Enumerable.Range(0, count).Select(async i =>
    {
        using var body = new StringContent($$"""{"id": "actor-{{i}}", "name": "Actor {{i}}", "kind": "state", "aliases": ["A{{i}}"]}""", Json);
        using var response = await http.PostAsync("/api/actors", body);
        response.StatusCode.ShouldBe(HttpStatusCode.Created);
    }));

    /// <param name="check">Called now and then with an id that was acknowledged just before.</param>
    public void Start(HttpClient http, int clients, Func<string, Task>? check = null) =>
        _clients.AddRange(Enumerable.Range(0, clients).Select(client => Task.Run(() => RunAsync(http, client, check))));

    /// <summary>Lets every client finish its request; fails where one was told anything but 201 and 503.</summary>
    public async Task StopAsync()
    {
        _isStopping = true;
        await Task.WhenAll(_clients);
    }

    /// <summary>Sends the report of an id, the same request every time.</summary>
    public async Task<HttpResponseMessage> ReportAsync(HttpClient http, string id)
    {
        var number = id.Aggregate(17, (hash, character) => unchecked((hash * 31) + character)) & 0xffff;
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/developments")
        {
            Headers = { { "Idempotency-Key", id } },
            Content = new StringContent(
                $$"""
                {"id": "{{id}}", "actor": "{{(number % 2 == 0 ? "actor-" : "A")}}{{number % streams}}", "kind": "{{(number % 3 == 0 ? "meeting" : "statement")}}",
                 "occurred": "2024-{{1 + (number % 12):00}}-{{1 + (number % 28):00}}", "headline": "Headline of {{id}}", "tags": ["tag{{number % 5}}"],
                 "source": {"publisher": "Publisher {{number % 7}}"}, "reportedAt": "2025-{{1 + (number % 12):00}}-01"}
                """,
                Json),
        };
        return await http.SendAsync(request);
    }

    /// <summary>The id's event as its acknowledgement names it: id, stream, version, position.</summary>
    public static string Told(string acknowledgement)
    {
        var answer = JsonDocument.Parse(acknowledgement).RootElement;
        return $"{answer.GetProperty("id")} {answer.GetProperty("stream")} {answer.GetProperty("version")} {answer.GetProperty("position")}";
    }

    private async Task RunAsync(HttpClient http, int client, Func<string, Task>? check)
    {
        for (var i = 0; !_isStopping; i++)
        {
            var id = $"{prefix}-{client}-{i}";
            try
            {
                using var response = await ReportAsync(http, id);
                if (response.StatusCode == HttpStatusCode.ServiceUnavailable)
                    Unknown[id] = response.StatusCode;
                else
                    Acknowledged[id] = await Created(response);
            }
            catch (HttpRequestException)
            {
                Unknown[id] = null;
            }
            if (Unknown.ContainsKey(id))
                await Task.Delay(50);
            if (check is not null && i % 10 == 0 && Acknowledged.ContainsKey(id))
                await check(id);
        }
    }

    private static async Task<string> Created(HttpResponseMessage response)
    {
        var body = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(HttpStatusCode.Created, body);
        return body;
    }
}
