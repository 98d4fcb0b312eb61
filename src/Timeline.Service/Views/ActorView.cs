using System.Runtime.CompilerServices;
using Npgsql;
using NpgsqlTypes;
using Timeline.Domain.Actors;
using Timeline.Domain.Time;
using Timeline.Service.Database;

namespace Timeline.Service.Views;

/// <summary>An actor's own record, as it stands in the view.</summary>
internal sealed record ActorRecord(string Id, string Name, string Kind, IReadOnlyList<string> Aliases);

/// <summary>An actor's record, and what affects its current state last.</summary>
/// <param name="Newest">The newest position by then that affects it.</param>
/// <param name="KnownAt">The newest knowledge time by then that affects it; before all time where no development does.</param>
internal sealed record KnownActor(ActorRecord Record, long Newest, Instant KnownAt);

/// <summary>How many developments of one kind there are, and the one that occurred last.</summary>
internal sealed record KindCount(string Kind, long Count, byte[] Latest);

/// <summary>Reads actors: their records, and their current state from the timeline.</summary>
internal sealed class ActorView(ViewSource views)
{
    public async Task<KnownActor?> FindAsync(string idOrAlias, Instant knownAt, long basis, CancellationToken cancellation)
    {
        await using var command = await CommandAsync("Views/actor_record.sql", cancellation, Sql.Value(Actor.KeyOf(idOrAlias)), Sql.Value(basis), Sql.Value(knownAt));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation) ? new KnownActor(Record(reader), reader.GetInt64(4), reader.GetInstant(5)) : null;
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

    public async Task<IReadOnlyList<KindCount>> KindsAsync(string actor, Instant knownAt, long basis, CancellationToken cancellation)
    {
        await using var command = await AtAsync("Views/actor_kinds.sql", actor, knownAt, basis, cancellation);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var kinds = new List<KindCount>();
        while (await reader.ReadAsync(cancellation))
            kinds.Add(new KindCount(reader.GetString(0), reader.GetInt64(1), reader.GetFieldValue<byte[]>(2)));
        return kinds;
    }

    /// <summary>The actors that share developments with this one, and how many; most first.</summary>
    public async Task<IReadOnlyList<(string Actor, long Count)>> CounterpartsAsync(string actor, Instant knownAt, long basis, CancellationToken cancellation)
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

    /// <summary>The actor's entries that hold figures, one after the other.</summary>
    public async IAsyncEnumerable<byte[]> FiguresAsync(string actor, Instant knownAt, long basis, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var command = await AtAsync("Views/actor_figures.sql", actor, knownAt, basis, cancellation);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            yield return reader.GetFieldValue<byte[]>(0);
    }

    private static ActorRecord Record(NpgsqlDataReader reader) =>
        new(reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetFieldValue<string[]>(3));

    private Task<NpgsqlCommand> AtAsync(string file, string actor, Instant knownAt, long basis, CancellationToken cancellation) =>
        CommandAsync(file, cancellation, Sql.Value(actor), Sql.Value(knownAt), Sql.Value(basis));

    private async Task<NpgsqlCommand> CommandAsync(string file, CancellationToken cancellation, params NpgsqlParameter[] parameters)
    {
        var command = await views.CommandAsync(Sql.Text(file), cancellation);
        command.Parameters.AddRange(parameters);
        return command;
    }
}
