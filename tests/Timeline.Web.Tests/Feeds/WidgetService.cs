using System.Text;
using System.Text.Json;
using Timeline.Service.Tests.Live;
using Timeline.Service.Tests.Support;

namespace Timeline.Web.Tests.Feeds;

/// <summary>The service with a log of its own, of which some texts are an attack on whoever shows them.</summary>
public sealed class WidgetService : IAsyncLifetime
{
    public const string Evil = "<img src=x onerror=alert(1)> & <script>alert(2)</script>\"'";

    private TestDatabase? _log;
    private RunningHost? _service;

    public string Address => _service!.App.Urls.Single();

    public HttpClient Client => _service!.Client;

    public async Task InitializeAsync()
    {
        _log = await TestDatabase.CreateAsync();
        _service = await RunningHost.StartAsync(_log);
        await ImportAsync(
            new { type = "actor", id = "evil", name = $"{Evil} &lt;img src=x onerror=alert(3)&gt;", kind = "other" },
            new { type = "actor", id = "good", name = "Good & Sons", kind = "organization" },
            Report("day", "good", "2024-10-23", "On a day"),
            Report("month", "good", "2024-10~", "In a month"),
            Report("open", "good", "2023-06/..", "Since a month"),
            Report("span", "good", "2024-06-18/2024-06-19", "Two days"),
            Report("time", "good", "2024-10-23T14:30:00Z", "At a time"),
            Report("old", "good", "0044-03-15", "Long ago"),
            Report("undated", "good", "../..", "Some time"),
            Report("attack", "evil", "2024-10-25", Evil, Evil),
            Report("withdrawn", "good", "2024-10-26", "Taken back"),
            new { type = "retract", development = "withdrawn", reason = "It was not so.", source = new { publisher = "Agency" }, reportedAt = "2024-10-28" });
    }

    public async Task DisposeAsync()
    {
        if (_service is not null)
            await _service.DisposeAsync();
        if (_log is not null)
            await _log.DisposeAsync();
    }

    private static object Report(string id, string actor, string occurred, string headline, string summary = "As told.") =>
        new { type = "report", id, actor, kind = "other", occurred, headline, summary, source = new { publisher = "Agency", url = "https://agency.example/" }, reportedAt = "2024-10-27" };

    private async Task ImportAsync(params object[] commands)
    {
        using var lines = new StringContent(string.Join('\n', commands.Select(command => JsonSerializer.Serialize(command))), Encoding.UTF8, "application/x-ndjson");
        using var answer = await Client.PostAsync(new Uri("/api/import", UriKind.Relative), lines);
        (await answer.Content.ReadAsStringAsync()).ShouldContain($$"""{"accepted":{{commands.Length}},""");
    }
}
