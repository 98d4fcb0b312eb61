using System.Diagnostics;
using System.Net;
using Npgsql;
using Timeline.Service.Tests.Hosting;
using Timeline.Service.Tests.Log;
using Xunit.Abstractions;

namespace Timeline.Service.Tests.Durability;

[Collection(DurabilityRuns.Name)]
public class ManyWritersTests(ITestOutputHelper output)
{
    private const int Writers = 32;
    private const int Streams = 8;
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(Nightly.Or(30, 8));

    private static string ForeignEvent(string stream) =>
        $"""
        begin;
        insert into timeline.mt_streams (id, version) values ('{stream}', 1);
        insert into timeline.mt_events (id, stream_id, version, data, type) values (gen_random_uuid(), '{stream}', 1, '{"{}"}', 'foreign')
        """;

    [UnixFact]
    public async Task Of_32_writers_every_acknowledged_event_exists_once_though_one_session_is_killed_and_one_sits_idle_in_mid_transaction()
    {
        await using var folder = new DataFolder();
        await using var service = await ServiceProcess.StartAsync(folder);
        await ReportingClients.RegisterActorsAsync(service.Client, Streams);
        await using var database = await PostgresProcess.ConnectAsync(folder);
        var poller = PollingReader.Start(database);
        using var stop = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 3).Select(_ => Task.Run(() => ReadAsync(service.Client, stop.Token))).ToList();
        var clients = new ReportingClients("w", Streams);
        var running = Stopwatch.StartNew();

        clients.Start(service.Client, Writers, id => ShouldBeReadableAsync(service.Client, id));
        await Task.Delay(Duration / 8);
        await KillInMidTransactionAsync(database);
        await Task.Delay(Duration / 8);
        var idle = await EndOfIdleInTransactionAsync(database);
        await Task.Delay(running.Elapsed < Duration ? Duration - running.Elapsed : TimeSpan.Zero);
        await clients.StopAsync();
        var elapsed = running.Elapsed;
        await stop.CancelAsync();
        var reads = await Task.WhenAll(readers);

        idle.ShouldBeLessThan(TimeSpan.FromSeconds(5));
        await poller.ShouldHaveSeenEverythingAsync();
        await database.ShouldBeSoundAsync();
        await ShouldBeStoredOnceAsync(database, clients);
        reads.Min(read => read.Count).ShouldBeGreaterThan(10);
        output.WriteLine(
            $"{clients.Acknowledged.Count / elapsed.TotalSeconds:0} events/s acknowledged, {clients.Unknown.Count} times 503, idle session ended after {idle.TotalSeconds:0.0} s, "
            + $"{reads.Sum(read => read.Count)} reads, the slowest took {reads.Max(read => read.Slowest).TotalMilliseconds:0} ms");
    }

    private static async Task KillInMidTransactionAsync(NpgsqlDataSource database)
    {
        await using var killed = await database.OpenConnectionAsync();
        await ExecuteAsync(killed, ForeignEvent("killed"));
        await using var kill = database.CreateCommand($"select pg_terminate_backend({killed.ProcessID})");
        (await kill.ExecuteScalarAsync()).ShouldBe(true);
        await Should.ThrowAsync<NpgsqlException>(() => ExecuteAsync(killed, "commit"));
    }

    /// <summary>Holds the ordering lock without doing anything; returns when that session was ended.</summary>
    private static async Task<TimeSpan> EndOfIdleInTransactionAsync(NpgsqlDataSource database)
    {
        await using var idle = await database.OpenConnectionAsync();
        await ExecuteAsync(idle, ForeignEvent("idle"));
        var waited = Stopwatch.StartNew();
        await using var look = database.CreateCommand($"select exists (select from pg_stat_activity where pid = {idle.ProcessID})");
        while (await look.ExecuteScalarAsync() is true && waited.Elapsed < TimeSpan.FromSeconds(20))
            await Task.Delay(20);
        var elapsed = waited.Elapsed;
        await Should.ThrowAsync<NpgsqlException>(() => ExecuteAsync(idle, "commit"));
        return elapsed;
    }

    private static async Task ShouldBeReadableAsync(HttpClient http, string id)
    {
        using var read = await http.GetAsync($"/api/developments/{id}");
        read.StatusCode.ShouldBe(HttpStatusCode.OK, "an acknowledged write is visible to the next read");
    }

    private static async Task<(int Count, TimeSpan Slowest)> ReadAsync(HttpClient http, CancellationToken stop)
    {
        var (count, slowest) = (0, TimeSpan.Zero);
        for (; !stop.IsCancellationRequested; count++)
        {
            var asked = Stopwatch.StartNew();
            using var response = await http.GetAsync(count % 2 == 0 ? "/api/timeline?limit=20" : $"/api/timeline?actor=A{count % Streams}&order=desc&limit=20", CancellationToken.None);
            response.StatusCode.ShouldBe(HttpStatusCode.OK);
            slowest = asked.Elapsed > slowest ? asked.Elapsed : slowest;
            await Task.Delay(5, CancellationToken.None);
        }
        return (count, slowest);
    }

    private static async Task ShouldBeStoredOnceAsync(NpgsqlDataSource database, ReportingClients clients)
    {
        await using var command = database.CreateCommand(
            "select concat_ws(' ', data ->> 'development', stream_id, version, seq_id) from timeline.mt_events where type not like 'actor%'");
        await using var reader = await command.ExecuteReaderAsync();
        var stored = new List<string>();
        while (await reader.ReadAsync())
            stored.Add(reader.GetString(0));
        var told = clients.Acknowledged.Values.Select(ReportingClients.Told).ToHashSet();
        stored.ShouldBeUnique();
        told.Except(stored).ShouldBeEmpty();
        stored.Except(told).Select(row => row.Split(' ')[0]).Except(clients.Unknown.Keys).ShouldBeEmpty();
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
