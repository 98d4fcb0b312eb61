using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Timeline.Domain.Actors;
using Timeline.Domain.Time;
using Timeline.Service.Database;

namespace Timeline.Service.Views;

/// <summary>An actor's own record, as it stands in the view.</summary>
/// <param name="RecordedFrom">The position from which on it stands so, inclusive.</param>
internal sealed record ActorRecord(string Id, string Name, string Kind, IReadOnlyList<string> Aliases, long RecordedFrom);

/// <summary>
/// Reads actors: their records, and their current state from the timeline. The state is made of all that the actor stands in, each time it is
/// asked for; <see cref="States.ActorStates"/> knows it sooner of actors that stand in very much.
/// </summary>
internal sealed class ActorView(ViewSource views)
{
    /// <summary>An actor's record at a position.</summary>
    public async Task<ActorRecord?> FindAsync(string idOrAlias, long basis, CancellationToken cancellation)
    {
        await using var command = await CommandAsync("Views/actor_record.sql", cancellation, Sql.Value(Actor.KeyOf(idOrAlias)), Sql.Value(basis));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation) ? Record(reader) : null;
    }

    /// <summary>
    /// The newest position up to <paramref name="basis"/> at which a development of the actor changed, 0 where none did, and the newest time up to
    /// <paramref name="knownAt"/> at which what was known of one changed, before all time where it did not.
    /// </summary>
    public async Task<(long Position, Instant KnownAt)> NewestAsync(string actor, Instant knownAt, long basis, CancellationToken cancellation)
    {
        await using var command = await AtAsync("Views/actor_newest.sql", actor, knownAt, basis, cancellation);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        return (reader.GetInt64(0), reader.GetInstant(1));
    }

    /// <summary>Actors in the order of their ids.</summary>
    /// <param name="after">Begin after this id.</param>
    /// <param name="kinds">Null for all.</param>
    public async Task<IReadOnlyList<ActorRecord>> ListAsync(long basis, string? after, IReadOnlyList<string>? kinds, long limit, CancellationToken cancellation)
    {
        await using var command = await CommandAsync(
            "Views/actor_list.sql",
            cancellation,
            Sql.Value(basis),
            Sql.Value(after),
            new NpgsqlParameter { Value = kinds is null ? DBNull.Value : kinds.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
            Sql.Value(limit));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var actors = new List<ActorRecord>();
        while (await reader.ReadAsync(cancellation))
            actors.Add(Record(reader));
        return actors;
    }

    /// <summary>The actor's state, from all that it stands in.</summary>
    public async Task<ActorState> StateAsync(string actor, Instant knownAt, long basis, CancellationToken cancellation)
    {
        var first = await EntriesAsync(actor, knownAt, basis, null, isDescending: false, 1, cancellation);
        var last = await EntriesAsync(actor, knownAt, basis, null, isDescending: true, 1, cancellation);
        return new ActorState(
            await KindsAsync(actor, knownAt, basis, cancellation),
            await CounterpartsAsync(actor, knownAt, basis, cancellation),
            first.Count == 0 ? null : first[0],
            last.Count == 0 ? null : last[0],
            await EntriesAsync(actor, knownAt, basis, "treaty", isDescending: true, ActorState.Shown, cancellation),
            await ClaimsAsync(actor, knownAt, basis, cancellation));
    }

    private async Task<IReadOnlyList<KindCount>> KindsAsync(string actor, Instant knownAt, long basis, CancellationToken cancellation)
    {
        await using var command = await AtAsync("Views/actor_kinds.sql", actor, knownAt, basis, cancellation);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var kinds = new List<KindCount>();
        while (await reader.ReadAsync(cancellation))
            kinds.Add(new KindCount(reader.GetString(0), reader.GetInt64(1), reader.GetFieldValue<byte[]>(2)));
        return kinds;
    }

    private async Task<IReadOnlyList<(string Actor, long Count)>> CounterpartsAsync(string actor, Instant knownAt, long basis, CancellationToken cancellation)
    {
        await using var command = await AtAsync("Views/actor_counterparts.sql", actor, knownAt, basis, cancellation);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var counterparts = new List<(string, long)>();
        while (await reader.ReadAsync(cancellation))
            counterparts.Add((reader.GetString(0), reader.GetInt64(1)));
        return counterparts;
    }

    /// <summary>The actor's first or last entries by when they occurred.</summary>
    /// <param name="kind">Null for all kinds.</param>
    public async Task<IReadOnlyList<byte[]>> EntriesAsync(string actor, Instant knownAt, long basis, string? kind, bool isDescending, long limit, CancellationToken cancellation)
    {
        await using var command = await AtAsync("Views/actor_entries.sql", actor, knownAt, basis, cancellation);
        command.CommandText = command.CommandText.Replace("{direction}", isDescending ? "desc" : "asc", StringComparison.Ordinal);
        command.Parameters.Add(Sql.Value(kind));
        command.Parameters.Add(Sql.Value(limit));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var entries = new List<byte[]>();
        while (await reader.ReadAsync(cancellation))
            entries.Add(reader.GetFieldValue<byte[]>(0));
        return entries;
    }

    /// <summary>All claims about the actor, grouped.</summary>
    public async Task<IReadOnlyList<ClaimGroup>> ClaimsAsync(string actor, Instant knownAt, long basis, CancellationToken cancellation)
    {
        await using var command = await AtAsync("Views/actor_figures.sql", actor, knownAt, basis, cancellation);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var groups = new Dictionary<(string, string, string), ClaimGroup>();
        while (await reader.ReadAsync(cancellation))
        {
            var entry = JsonElement.Parse(reader.GetFieldValue<byte[]>(0));
            foreach (var figure in entry.GetProperty("figures").EnumerateArray())
            {
                var key = (figure.GetProperty("measure").GetString()!, figure.GetProperty("unit").GetString()!, figure.GetProperty("attribution").GetString()!);
                if (!groups.TryGetValue(key, out var group))
                    groups[key] = group = new ClaimGroup(key.Item1, key.Item2, key.Item3);
                group.Add(entry.GetProperty("id").GetString()!, figure);
            }
        }
        return ActorState.InOrder(groups.Values);
    }

    /// <summary>A record out of the first columns of a row.</summary>
    public static ActorRecord Record(NpgsqlDataReader reader) =>
        new(reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetFieldValue<string[]>(3), reader.GetInt64(4));

    private Task<NpgsqlCommand> AtAsync(string file, string actor, Instant knownAt, long basis, CancellationToken cancellation) =>
        CommandAsync(file, cancellation, Sql.Value(actor), Sql.Value(knownAt), Sql.Value(basis));

    private async Task<NpgsqlCommand> CommandAsync(string file, CancellationToken cancellation, params NpgsqlParameter[] parameters)
    {
        var command = await views.CommandAsync(Sql.Text(file), cancellation);
        command.Parameters.AddRange(parameters);
        return command;
    }
}
