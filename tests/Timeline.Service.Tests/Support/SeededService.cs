using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Timeline.Service.Database;
using Timeline.Service.Hosting;
using Timeline.Service.Reading;

namespace Timeline.Service.Tests.Support;

/// <summary>The service in this process, on a real port, with the seeds.</summary>
public class SeededService : IAsyncLifetime
{
    private TestDatabase _log = null!;
    private TimelineDatabase _database = null!;
    private WebApplication _app = null!;

    public HttpClient Client { get; } = new();

    public string ConnectionString => _log.ConnectionString;

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
        await FillAsync();
    }

    /// <summary>Brings in more than the seeds.</summary>
    protected virtual Task FillAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
        await _database.DisposeAsync();
        await _log.DisposeAsync();
    }
}
