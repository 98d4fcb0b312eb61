using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Npgsql;
using Timeline.HttpContract;
using Timeline.Service.Database;
using Timeline.Service.Hosting;
using Timeline.Service.Reading;
using Timeline.Service.Tests.Support;

namespace Timeline.Service.Tests.Replay;

/// <summary>A service with frequent heartbeats, whose database can be looked into.</summary>
public sealed class ReplayHost : IAsyncLifetime
{
    private TestDatabase? log;
    private TimelineDatabase? database;
    private WebApplication? app;

    public HttpClient Client { get; private set; } = null!;

    public NpgsqlDataSource DataSource => database!.DataSource;

    public async Task InitializeAsync()
    {
        log = await TestDatabase.CreateAsync();
        var builder = TimelineHost.CreateBuilder(
            ["--environment=Production", "--urls=http://127.0.0.1:0", $"--ConnectionStrings:Timeline={log.ConnectionString}", "--Timeline:HeartbeatSeconds=0.1"]);
        builder.Logging.ClearProviders();
        database = await TimelineDatabase.OpenAsync(builder.Configuration, share: false, _ => { }, CancellationToken.None);
        app = TimelineHost.Build(builder, database.DataSource, await LogIdentity.ReadAsync(database.DataSource, CancellationToken.None));
        await app.StartAsync();
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public Task StopAsync() => app!.StopAsync();

    /// <summary>How many of the service's sessions run a replay's query, or hold a transaction open.</summary>
    public Task<long> BusySessionsAsync() => ScalarAsync(
        """
        select count(*) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid() and (state = 'active' and query like '-- How the answer%' or state like 'idle in transaction%')
        """);

    public async Task AcceptAsync(params Call[] calls)
    {
        foreach (var call in calls)
            (await Client.SendAsync(call.ToRequest())).IsSuccessStatusCode.ShouldBeTrue();
    }

    /// <summary>Plants copies of an entry that differ in id and known-from, more than any buffer between here and a client takes.</summary>
    public Task PlantAsync(string development, int copies) => ScalarAsync(
        $"""
        with planted as (
            insert into timeline.segments
            select development || '-' || n, known_from + n * interval '1 second', known_to, recorded_from, recorded_to, occurred_from, occurred_to, occurred_latest_start,
                   occurred_earliest_end, actor, actors, kind, status, tags, publishers, measures, latitudes, longitudes, words,
                   replace(entry, '"headline":"', '"headline":"' || repeat('x', 10000))
            from timeline.segments, generate_series(1, {copies}) n where development = '{development}'
            returning 1)
        select count(*) from planted
        """);

    public async Task DisposeAsync()
    {
        Client.Dispose();
        await app!.DisposeAsync();
        await database!.DisposeAsync();
        await log!.DisposeAsync();
    }

    private async Task<long> ScalarAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(log!.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
