using Npgsql;
using NpgsqlTypes;
using Timeline.Service.Database;
using Timeline.Service.Views;

namespace Timeline.Service.Rebuilding;

/// <summary>Drops the tables that were replaced, when nobody can be reading them any more.</summary>
internal sealed class ReplacedSets(NpgsqlDataSource dataSource, ViewSets sets, RebuildSettings settings)
{
    /// <summary>Drops what is due. A reader that is still at it is not waited for: another time will do.</summary>
    public async Task DropAsync(CancellationToken cancellation)
    {
        var there = await sets.RefreshAsync(cancellation);
        var due = await DueAsync(cancellation);
        foreach (var set in there.Where(set => due.Contains(set.Id) && !IsKept(set, there)))
            await DropAsync(set.Id, cancellation);
        if (due.Count > 0)
            await sets.RefreshAsync(cancellation);
    }

    /// <summary>The last of each of so many other versions answers for their permalinks.</summary>
    private bool IsKept(ViewSet set, IReadOnlyList<ViewSet> there)
    {
        var others = there.Where(other => !other.IsLive && other.Number != there[0].Number).GroupBy(other => other.Number).OrderByDescending(version => version.Max(other => other.Id));
        return others.Take(settings.KeepVersions).Any(version => version.Max(other => other.Id) == set.Id);
    }

    private async Task<HashSet<int>> DueAsync(CancellationToken cancellation)
    {
        await using var command = dataSource.CreateCommand(Sql.Text("Rebuilding/replaced_sets.sql"));
        command.Parameters.Add(new NpgsqlParameter { Value = settings.KeepReplaced.TotalSeconds, NpgsqlDbType = NpgsqlDbType.Double });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var due = new HashSet<int>();
        while (await reader.ReadAsync(cancellation))
            due.Add(reader.GetInt32(0));
        return due;
    }

    private async Task DropAsync(int set, CancellationToken cancellation)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        try
        {
            await ShadowTables.ExecuteAsync(connection, "set local lock_timeout = '500ms'", cancellation);
            var unused = new List<(string Schema, string[] Tables)>();
            await using (var note = new NpgsqlCommand(Sql.Text("Rebuilding/drop_set.sql"), connection))
            {
                note.Parameters.Add(new NpgsqlParameter<int> { TypedValue = set });
                await using var reader = await note.ExecuteReaderAsync(cancellation);
                if (!await reader.ReadAsync(cancellation))
                    return;
                if (reader.GetBoolean(1))
                    unused.Add((reader.GetString(0), [.. ShadowTables.OfTimeline, .. ShadowTables.OfZones]));
                if (reader.GetBoolean(3))
                    unused.Add((reader.GetString(2), ShadowTables.OfActors));
            }
            foreach (var (schema, tables) in unused)
                await ShadowTables.ExecuteAsync(connection, $"drop table {string.Join(", ", tables.Select(table => $"{schema}.{table}"))}", cancellation);
            foreach (var schema in unused.Select(part => part.Schema).Where(schema => schema != ViewSet.FirstSchema).Distinct())
            {
                await using var isEmpty = new NpgsqlCommand("select not exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = $1)", connection);
                isEmpty.Parameters.Add(Sql.Value(schema));
                if (await isEmpty.ExecuteScalarAsync(cancellation) is true)
                    await ShadowTables.ExecuteAsync(connection, $"drop schema {schema}", cancellation);
            }
            await transaction.CommitAsync(cancellation);
        }
        catch (PostgresException busy) when (busy.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected)
        {
            // Somebody reads it still.
        }
    }
}
