using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Timeline.Service.Tests.Live;
using Timeline.Service.Tests.Support;

namespace Timeline.Web.Tests.Support;

/// <summary>A service with an empty log, for a test that writes or that ends the service.</summary>
public sealed class Desk : IAsyncDisposable
{
    private readonly TestDatabase _log;
    private RunningHost? _service;

    private Desk(TestDatabase log, RunningHost service) => (_log, _service, Address) = (log, service, service.App.Urls.Single());

    public string Address { get; }

    public static async Task<Desk> OpenAsync()
    {
        var log = await TestDatabase.CreateAsync();
        return new Desk(log, await RunningHost.StartAsync(log));
    }

    public Task<Reader> ReadAsync(Site site, string path, Look? look = null) => Reader.OpenAsync(site.Browser, Address, path, look ?? new Look());

    public Task WriteAsync(string path, object body) => SendAsync(path, JsonContent.Create(body));

    /// <param name="id">Of the development.</param>
    public Task ReportAsync(string id, string occurred = "2024-10-20", string reportedAt = "2024-10-21", string headline = "Something happened", string publisher = "The Paper") =>
        WriteAsync("/api/developments", new { id, actor = "ruritania", kind = "statement", occurred, headline, reportedAt, source = new { publisher, url = $"https://paper.example/{id}" } });

    public Task RegisterAsync(string id = "ruritania", string name = "Ruritania") => WriteAsync("/api/actors", new { id, name, kind = "state" });

    public Task ImportAsync(IEnumerable<object> commands) => SendAsync(
        "/api/import", new StringContent(string.Join('\n', commands.Select(command => JsonSerializer.Serialize(command))), Encoding.UTF8, "application/x-ndjson"));

    /// <summary>Ends the service; its log stays.</summary>
    public async Task CloseAsync()
    {
        await _service!.DisposeAsync();
        _service = null;
    }

    /// <summary>Starts it again at the same address.</summary>
    public async Task ReopenAsync() => _service = await RunningHost.StartAsync(_log, $"urls={Address}");

    public async ValueTask DisposeAsync()
    {
        if (_service is not null)
            await _service.DisposeAsync();
        await _log.DisposeAsync();
    }

    private async Task SendAsync(string path, HttpContent content)
    {
        using var answer = await _service!.Client.PostAsync(path, content);
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
    }
}
