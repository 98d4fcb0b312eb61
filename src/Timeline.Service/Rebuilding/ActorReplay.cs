using System.Text.Json;
using Npgsql;
using Timeline.Domain.Actors;
using Timeline.Service.Database;
using Timeline.Service.Views;

namespace Timeline.Service.Rebuilding;

/// <summary>
/// Replays the actors' own events into tables beside the live ones. It holds every actor's present record in memory: they are reference data, and few
/// beside the developments.
/// </summary>
internal sealed class ActorReplay(ViewSet built)
{
    private readonly Dictionary<string, Actor> _actors = new(StringComparer.Ordinal);
    private bool _isLoaded;

    /// <summary>Replays events that come after those that were replayed before, in the caller's transaction.</summary>
    /// <returns>How many rows were written.</returns>
    public async Task<int> ApplyAsync(NpgsqlConnection connection, IReadOnlyCollection<RecordedActorEvent> events, CancellationToken cancellation)
    {
        if (events.Count == 0)
            return 0;
        if (!_isLoaded)
            await LoadAsync(connection, cancellation);
        var writes = new ActorWrites(built.KnownVersion().Actors);
        Fold(_actors, events, writes);
        await using var batch = new NpgsqlBatch(connection) { Timeout = 0 };
        writes.AddTo(batch, built);
        await batch.ExecuteNonQueryAsync(cancellation);
        return writes.Actors.Count + writes.Keys.Count;
    }

    /// <summary>Folds the whole records of some actors anew, as of a position.</summary>
    public static async Task<ActorWrites> FoldAsync(
        NpgsqlConnection connection, ViewVersion version, IReadOnlyCollection<string> actors, long upTo, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Sql.Text("Rebuilding/actor_streams.sql"), connection) { CommandTimeout = 0 };
        command.Parameters.Add(Sql.TextArray(actors));
        command.Parameters.Add(Sql.Value(upTo));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var events = new List<RecordedActorEvent>();
        while (await reader.ReadAsync(cancellation))
        {
            if (version.Events.Read(reader.GetString(2), reader.GetFieldValue<byte[]>(3)).Event is ActorEvent @event)
                events.Add(new RecordedActorEvent(reader.GetInt64(0), @event));
        }
        var writes = new ActorWrites(version.Actors);
        Fold(new Dictionary<string, Actor>(StringComparer.Ordinal), events, writes);
        return writes;
    }

    private static void Fold(Dictionary<string, Actor> actors, IEnumerable<RecordedActorEvent> events, ActorWrites writes)
    {
        foreach (var (position, @event) in events)
        {
            var before = actors.GetValueOrDefault(@event.Actor);
            if (Actor.Evolve(before, @event) is not { } after)
                continue;
            actors[@event.Actor] = after;
            writes.Apply(before, after, position);
        }
    }

    /// <summary>Forgets what it remembers, after a step that was undone.</summary>
    public void Forget()
    {
        _actors.Clear();
        _isLoaded = false;
    }

    private async Task LoadAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(built.In(Sql.Text("Rebuilding/actors_open.sql")), connection) { CommandTimeout = 0 };
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            var kind = JsonSerializer.Deserialize($"\"{reader.GetString(2)}\"", Domain.Json.TimelineJson.Events.ActorKind);
            _actors[reader.GetString(0)] = new Actor(reader.GetString(0), reader.GetString(1), kind, reader.GetFieldValue<string[]>(3));
        }
        _isLoaded = true;
    }
}
