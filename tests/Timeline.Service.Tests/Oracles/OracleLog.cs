using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Timeline.Domain;
using Timeline.Domain.Actors;
using Timeline.Domain.Developments;
using Timeline.Domain.Knowledge;
using Timeline.Domain.Time;
using Timeline.HttpContract;
using Timeline.Service.Database;
using Timeline.Service.Log;
using Timeline.Service.Tests.Live;
using Timeline.Service.Tests.Support;
using Timeline.Testing;

namespace Timeline.Service.Tests.Oracles;

/// <summary>
/// A log of random histories side by side, with a service in front of it; what oracles know of it are its events, straight from the log's table.
/// </summary>
internal sealed class OracleLog : IAsyncDisposable
{
    private readonly TestDatabase _database;
    private readonly RunningHost _host;

    private OracleLog(string name, TestDatabase database, RunningHost host)
    {
        (Name, _database, _host) = (name, database, host);
    }

    public string Name { get; }

    /// <summary>Of all developments, in order of position.</summary>
    public IReadOnlyList<Recorded> Events { get; private set; } = [];

    public IReadOnlyList<(long Position, ActorEvent Event)> ActorEvents { get; private set; } = [];

    /// <summary>What a reader of the default stream was sent who was there from the beginning.</summary>
    public IReadOnlyList<StreamEvent> Frames { get; private set; } = [];

    public HttpClient Client => _host.Client;

    /// <summary>Of every event, in order.</summary>
    public IReadOnlyList<long> Positions { get; private set; } = [];

    /// <summary>Knowledge times at which something may change, and those beside them.</summary>
    public IReadOnlyList<Instant> Times { get; private set; } = [];

    public static async Task<OracleLog> WriteAsync(string name, History history)
    {
        var database = await TestDatabase.CreateAsync();
        var log = new OracleLog(name, database, await RunningHost.StartAsync(database, "Timeline:HeartbeatSeconds=0.1"));
        try
        {
            var newest = new TaskCompletionSource<long>();
            using var stream = await EventStream.OpenAsync(log.Client, "/api/timeline/live?afterBasis=0");
            var frames = FollowAsync(stream, newest.Task);
            var writer = log._host.App.Services.GetRequiredService<LogWriter>();
            await history.ApplyAsync(async step => (await writer.AppendAsync(new Append(step.Command, new Origin("oracle")))).Answer?.Position);
            await log.ReadEventsAsync();
            newest.SetResult(log.Positions[^1]);
            log.Frames = await frames;
            return log;
        }
        catch
        {
            await log.DisposeAsync();
            throw;
        }
    }

    /// <summary>The newest time at which the public could know anything, by a position.</summary>
    public Instant NewestKnownAt(long basis) => Events.Where(recorded => recorded.Position <= basis).Select(recorded => recorded.Event).OfType<DatedEvent>().Max(e => e.ReportedAt);

    /// <summary>Mostly one at which something may change, now and then one ahead of all.</summary>
    public Instant AnyTime(Random random) => random.Next(10) == 0 ? Instant.LastOf(DateOnly.MaxValue) : Times[random.Next(Times.Count)];

    /// <summary>Mostly near the end, where there is the most to see; never before the first report.</summary>
    public long AnyBasis(Random random)
    {
        var positions = Positions.Where(position => position >= Events[0].Position).ToList();
        return positions[random.Next(2) == 0 ? random.Next(positions.Count) : positions.Count - 1 - random.Next(positions.Count / 5)];
    }

    /// <summary>Id, name and aliases of each actor at a position.</summary>
    public IReadOnlyList<OracleActor> ActorsAt(long basis)
    {
        var actors = new Dictionary<string, OracleActor>(StringComparer.Ordinal);
        foreach (var (_, @event) in ActorEvents.Where(actor => actor.Position <= basis))
        {
            var before = actors.GetValueOrDefault(@event.Actor);
            actors[@event.Actor] = @event switch
            {
                ActorRegistered e => new OracleActor(e.Actor, e.Name, e.Aliases),
                ActorDescribed e => new OracleActor(e.Actor, e.Name.IsPresent ? e.Name.Value! : before!.Name, e.Aliases.IsPresent ? e.Aliases.Value ?? [] : before!.Aliases),
                _ => throw new InvalidOperationException($"{@event}"),
            };
        }
        return [.. actors.Values];
    }

    /// <summary>The answer, or null for 404.</summary>
    public async Task<JsonObject?> AskAsync(string path)
    {
        using var response = await Client.GetAsync(new Uri(path, UriKind.Relative));
        var body = await response.Content.ReadAsByteArrayAsync();
        if (response.StatusCode == HttpStatusCode.NotFound)
            return null;
        response.StatusCode.ShouldBe(HttpStatusCode.OK, $"{Name}: {path}: {Encoding.UTF8.GetString(body)}");
        return JsonNode.Parse(body)!.AsObject();
    }

    public static string Pin(Instant knownAt, long basis) => string.Create(CultureInfo.InvariantCulture, $"knownAt={knownAt}&basis={basis}");

    /// <summary>Compares lines, and shows the first that differs: an answer is long.</summary>
    public void ShouldBeSame(string? actual, string? expected, string question)
    {
        if (actual == expected)
            return;
        var (answered, right) = (actual?.Split('\n') ?? ["404"], expected?.Split('\n') ?? ["404"]);
        var line = Enumerable.Range(0, int.MaxValue).First(i => answered.ElementAtOrDefault(i) != right.ElementAtOrDefault(i));
        throw new ShouldAssertException(
            $"{Name}: {question}\nanswers in line {line} of {answered.Length}\n{answered.ElementAtOrDefault(line)}\nand the oracle in line {line} of {right.Length}\n{right.ElementAtOrDefault(line)}\n");
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _database.DisposeAsync();
    }

    private static async Task<IReadOnlyList<StreamEvent>> FollowAsync(EventStream stream, Task<long> newest)
    {
        var frames = new List<StreamEvent>();
        while (true)
        {
            var next = (await stream.NextAsync()).ShouldNotBeNull("the stream has ended");
            if (next.Data is not null)
                frames.Add(next);
            if (newest.IsCompleted && next.Position >= await newest)
                return frames;
        }
    }

    private async Task ReadEventsAsync()
    {
        await using var source = NpgsqlDataSource.Create(_database.ConnectionString);
        await using var command = source.CreateCommand("select seq_id, timestamp, type, data::text from timeline.mt_events order by seq_id");
        await using var reader = await command.ExecuteReaderAsync();
        var (events, actors) = (new List<Recorded>(), new List<(long, ActorEvent)>());
        while (await reader.ReadAsync())
        {
            var position = reader.GetInt64(0);
            var read = EventTypes.Read(reader.GetString(2), Encoding.UTF8.GetBytes(reader.GetString(3)));
            if (read is DevelopmentEvent development)
                events.Add(new Recorded(position, reader.GetInstant(1), development));
            else if (read is ActorEvent actor)
                actors.Add((position, actor));
        }
        (Events, ActorEvents) = (events, actors);
        Positions = [.. events.Select(recorded => recorded.Position).Concat(actors.Select(actor => actor.Item1)).Order()];
        Times = [.. BruteForce.Times(events).Where(time => time.IsInCalendar)];
    }
}

/// <summary>An actor at a position.</summary>
internal sealed record OracleActor(string Id, string Name, IReadOnlyList<string> Aliases);
