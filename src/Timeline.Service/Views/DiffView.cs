using System.Data;
using System.Runtime.CompilerServices;
using Npgsql;
using Timeline.Domain.Knowledge;
using Timeline.Domain.Time;
using Timeline.Service.Database;

namespace Timeline.Service.Views;

/// <summary>An entry that differs between two answers; null where it is not in the answer. Never null in both.</summary>
internal sealed record ChangedEntry(string Development, byte[]? Before, byte[]? After);

/// <summary>A point of view, both coordinates inclusive.</summary>
internal readonly record struct DiffPoint(Instant KnownAt, long Basis);

/// <summary>What the filters of a request mean at each of two positions.</summary>
/// <param name="ChangedActors">The actors that one of them means and the other does not.</param>
internal sealed record DiffFilters(TimelineFilter From, TimelineFilter To, IReadOnlyList<string> ChangedActors);

/// <summary>An event of an actor's own record.</summary>
internal sealed record ActorChange(string Actor, long Position, Instant RecordedAt, string Type);

/// <summary>Compares the timeline between two points.</summary>
internal sealed class DiffView(ViewSource views)
{
    private const int ParametersBeforeFilters = 7;

    /// <summary>The entries that differ, in the order of their ids.</summary>
    /// <param name="after">Begin after this id, or null.</param>
    public async Task<List<ChangedEntry>> ReadAsync(
        DiffPoint from, DiffPoint to, DiffFilters filters, bool isDescending, string? after, int limit, CancellationToken cancellation)
    {
        var first = ParametersBeforeFilters + 1;
        await using var command = await views.CommandAsync(Sql.Text("Views/diff_page.sql")
            .Replace("{from}", FilterSql.Predicate(first), StringComparison.Ordinal)
            .Replace("{to}", FilterSql.Predicate(first + FilterSql.Count), StringComparison.Ordinal)
            .Replace("{after}", isDescending ? "<" : ">", StringComparison.Ordinal)
            .Replace("{direction}", isDescending ? "desc" : "asc", StringComparison.Ordinal), cancellation);
        command.Parameters.AddRange(new[]
        {
            Sql.Value(from.KnownAt), Sql.Value(from.Basis), Sql.Value(to.KnownAt), Sql.Value(to.Basis), Sql.Value(after), Sql.Value(limit),
            Sql.TextArray(filters.ChangedActors),
        });
        FilterSql.AddTo(command.Parameters, filters.From);
        FilterSql.AddTo(command.Parameters, filters.To);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var changed = new List<ChangedEntry>();
        while (await reader.ReadAsync(cancellation))
            changed.Add(new ChangedEntry(reader.GetString(0), reader.GetBytes(1), reader.GetBytes(2)));
        return changed;
    }

    /// <summary>Every event of some developments up to a position (inclusive), one development after the other; read as the caller goes on.</summary>
    public async IAsyncEnumerable<DevelopmentHistory> HistoriesAsync(
        IEnumerable<string> developments, long basis, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var command = await views.CommandAsync(Sql.Text("Views/diff_events.sql"), cancellation);
        command.Parameters.Add(Sql.TextArray(developments));
        command.Parameters.Add(Sql.Value(basis));
        var catalog = await views.EventsAsync(cancellation);
        await using var reader = await command.ExecuteReaderAsync(CommandBehavior.SequentialAccess, cancellation);
        await foreach (var history in reader.ReadHistoriesAsync(catalog, cancellation))
            yield return history;
    }

    /// <summary>What happened to the records of some actors between two positions: after the one, up to the other.</summary>
    public async Task<IReadOnlyList<ActorChange>> ActorChangesAsync(IReadOnlyCollection<string> actors, long after, long upTo, CancellationToken cancellation)
    {
        if (actors.Count == 0)
            return [];
        await using var command = await views.CommandAsync(Sql.Text("Views/diff_actor_events.sql"), cancellation);
        command.Parameters.AddRange(new[] { Sql.TextArray(actors), Sql.Value(after), Sql.Value(upTo) });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var changes = new List<ActorChange>();
        while (await reader.ReadAsync(cancellation))
            changes.Add(new ActorChange(reader.GetString(0), reader.GetInt64(1), reader.GetInstant(2), reader.GetString(3)));
        return changes;
    }
}

internal static class DiffColumns
{
    public static byte[]? GetBytes(this NpgsqlDataReader reader, int ordinal) => reader.IsDBNull(ordinal) ? null : reader.GetFieldValue<byte[]>(ordinal);
}
