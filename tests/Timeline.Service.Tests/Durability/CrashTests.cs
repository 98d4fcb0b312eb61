using System.Net;
using Npgsql;
using Timeline.Service.Tests.Hosting;
using Timeline.Service.Tests.Log;
using Xunit.Abstractions;

namespace Timeline.Service.Tests.Durability;

[Collection(DurabilityRuns.Name)]
public class CrashTests(ITestOutputHelper output)
{
    private const int Streams = 4;

    private enum Victim
    {
        Service,
        Postgres,
        Both,
        OneSession,
    }

    [UnixFact]
    public async Task After_kill_9_of_the_service_of_PostgreSQL_or_of_both_the_next_start_has_every_acknowledged_write_once()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        await using var folder = new DataFolder();
        var service = await ServiceProcess.StartAsync(folder);
        try
        {
            await ReportingClients.RegisterActorsAsync(service.Client, Streams);
            var told = new HashSet<string>();
            for (var round = 0; round < Nightly.Or(32, 4); round++)
            {
                var victim = (Victim)(round % 4);
                var clients = new ReportingClients($"r{round}", Streams);
                clients.Start(service.Client, clients: 8);
                await EventuallyAsync(() => clients.Acknowledged.Count >= 50);
                await Task.Delay(random.Next(400));
                if (victim == Victim.OneSession)
                {
                    await SurviveAsync(folder, service, clients);
                }
                else
                {
                    await KillAsync(folder, service, victim, clients);
                    await service.DisposeAsync();
                    service = await ServiceProcess.StartAsync(folder);
                }

                var unknown = await ShouldKnowAsync(service, clients, random);
                told.UnionWith(clients.Acknowledged.Values.Select(ReportingClients.Told));
                await using var database = await PostgresProcess.ConnectAsync(folder);
                (await StoredAsync(database)).ShouldBe(told, ignoreOrder: true);
                await database.ShouldBeSoundAsync();
                output.WriteLine($"round {round}, {victim}: {clients.Acknowledged.Count - unknown} acknowledged, {unknown} unknown");
            }
        }
        finally
        {
            await service.DisposeAsync();
        }
    }

    private static async Task KillAsync(DataFolder folder, ServiceProcess service, Victim victim, ReportingClients clients)
    {
        if (victim is Victim.Postgres or Victim.Both)
            await PostgresProcess.KillAsync(folder);
        if (victim is Victim.Service or Victim.Both)
            await service.KillAsync();
        await EventuallyAsync(() => !clients.Unknown.IsEmpty);
        await clients.StopAsync();
        if (victim == Victim.Postgres)
        {
            using var read = await service.Client.GetAsync("/api/timeline");
            read.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            read.Headers.RetryAfter.ShouldNotBeNull();
            await service.KillAsync();
        }
    }

    /// <summary>PostgreSQL restarts by itself, and the service goes on without being restarted.</summary>
    private static async Task SurviveAsync(DataFolder folder, ServiceProcess service, ReportingClients clients)
    {
        await using (var database = await PostgresProcess.ConnectAsync(folder))
            await PostgresProcess.KillSessionAsync(database);
        await EventuallyAsync(() => !clients.Unknown.IsEmpty);
        var before = clients.Acknowledged.Count;
        await EventuallyAsync(() => clients.Acknowledged.Count > before + 50);
        await clients.StopAsync();
        using var read = await service.Client.GetAsync("/api/timeline");
        read.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    /// <summary>Sends again what was not acknowledged, and some of what was; returns how many were not.</summary>
    private static async Task<int> ShouldKnowAsync(ServiceProcess service, ReportingClients clients, Random random)
    {
        var acknowledged = clients.Acknowledged.ToArray();
        random.Shuffle(acknowledged);
        foreach (var (id, answer) in acknowledged.Take(40))
        {
            using var again = await clients.ReportAsync(service.Client, id);
            again.StatusCode.ShouldBe(HttpStatusCode.Created);
            (await again.Content.ReadAsStringAsync()).ShouldBe(answer);
            using var read = await service.Client.GetAsync($"/api/developments/{id}");
            read.StatusCode.ShouldBe(HttpStatusCode.OK);
        }
        foreach (var id in clients.Unknown.Keys)
        {
            using var again = await clients.ReportAsync(service.Client, id);
            again.StatusCode.ShouldBe(HttpStatusCode.Created);
            clients.Acknowledged[id] = await again.Content.ReadAsStringAsync();
        }
        return clients.Unknown.Count;
    }

    private static async Task<IReadOnlyList<string>> StoredAsync(NpgsqlDataSource database)
    {
        await using var command = database.CreateCommand(
            "select concat_ws(' ', data ->> 'development', stream_id, version, seq_id) from timeline.mt_events where type = 'development_reported'");
        await using var reader = await command.ExecuteReaderAsync();
        var stored = new List<string>();
        while (await reader.ReadAsync())
            stored.Add(reader.GetString(0));
        return stored;
    }

    private static async Task EventuallyAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!condition())
            await Task.Delay(10, patience.Token);
    }
}
