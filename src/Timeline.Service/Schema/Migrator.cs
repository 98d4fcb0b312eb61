using System.Data;
using Npgsql;

namespace Timeline.Service.Schema;

/// <summary>Brings a database forward to the schema that this binary works on; there is no way back but a backup.</summary>
public static class Migrator
{
    // 'timeddl' in ASCII; the log's ordering lock has a key of its own, so that a waiting migrator does not stop writers.
    private const long LockKey = 32767015871865964;

    /// <summary>
    /// Applies the steps that the database lacks, each in a transaction of its own, and returns their names in order (none when it is up to
    /// date, and then nothing is written). One migrator works at a time, the others wait for it. Needs a role that owns the database or may
    /// create a schema in it, no superuser.
    /// </summary>
    /// <param name="progress">Told before each step, and when another migrator has to be waited for.</param>
    /// <exception cref="SchemaMismatchException">The database is newer than this binary, or was made by other steps. Nothing was changed.</exception>
    /// <exception cref="PostgresException">A step failed; it left nothing behind, those before it stand.</exception>
    public static Task<IReadOnlyList<string>> MigrateAsync(
        NpgsqlDataSource dataSource, Action<string>? progress, CancellationToken cancellationToken) =>
        MigrateAsync(dataSource, Migration.Embedded(), progress, cancellationToken);

    internal static async Task<IReadOnlyList<string>> MigrateAsync(
        NpgsqlDataSource dataSource, IReadOnlyList<Migration> known, Action<string>? progress, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        try
        {
            await LockAsync(connection, progress, cancellationToken);
            var applied = await AppliedAsync(connection, cancellationToken);
            var pending = Pending(known, applied);
            if (pending.Count > 0)
                await SettleAsync(connection, cancellationToken);
            foreach (var migration in pending)
            {
                progress?.Invoke($"applying {migration.Name}");
                await ApplyAsync(connection, migration, cancellationToken);
            }

            return [.. pending.Select(migration => migration.Name)];
        }
        finally
        {
            // A connection that goes back to the pool would keep the lock. One that broke has lost it.
            if (connection.State == ConnectionState.Open)
                await ExecuteAsync(connection, $"select pg_advisory_unlock({LockKey})", CancellationToken.None);
        }
    }

    private static async Task LockAsync(NpgsqlConnection connection, Action<string>? progress, CancellationToken cancellationToken)
    {
        await using var attempt = new NpgsqlCommand($"select pg_try_advisory_lock({LockKey})", connection);
        if (await attempt.ExecuteScalarAsync(cancellationToken) is true)
            return;
        progress?.Invoke("waiting for another migrator");
        await ExecuteAsync(connection, $"select pg_advisory_lock({LockKey})", cancellationToken);
    }

    private static async Task<IReadOnlyList<AppliedMigration>> AppliedAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var look = new NpgsqlCommand("select to_regclass('timeline.schema_migrations') is not null", connection);
        if (await look.ExecuteScalarAsync(cancellationToken) is not true)
            return [];
        await using var command = new NpgsqlCommand("select version, name, checksum from timeline.schema_migrations order by version", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var applied = new List<AppliedMigration>();
        while (await reader.ReadAsync(cancellationToken))
            applied.Add(new(reader.GetInt32(0), reader.GetString(1), reader.GetString(2)));
        return applied;
    }

    private static List<Migration> Pending(IReadOnlyList<Migration> known, IReadOnlyList<AppliedMigration> applied)
    {
        var newest = applied.Count == 0 ? 0 : applied[^1].Version;
        if (newest > known[^1].Version)
        {
            throw new SchemaMismatchException(
                $"The database is newer than this binary: it is at {applied[^1].Name}, the binary at {known[^1].Name}. Run a binary at least as new.");
        }

        var byVersion = known.ToDictionary(migration => migration.Version);
        foreach (var step in applied)
        {
            if (!byVersion.TryGetValue(step.Version, out var migration))
                throw new SchemaMismatchException($"The database has {step.Name}, which this binary does not know.");
            if (migration.Name != step.Name || migration.Checksum != step.Checksum)
            {
                throw new SchemaMismatchException(
                    $"The database has {step.Name} with checksum {step.Checksum}, this binary {migration.Name} with {migration.Checksum}: "
                    + "it was altered after it had been applied.");
            }
        }

        var pending = known.ExceptBy(applied.Select(step => step.Version), migration => migration.Version).ToList();
        return pending.Count == 0 || pending[0].Version > newest
            ? pending
            : throw new SchemaMismatchException($"The database is at {applied[^1].Name}, but was never given {pending[0].Name}, which comes before.");
    }

    /// <summary>A rebuild leaves the views' tables in a schema of its own; migrations find them where they were at first.</summary>
    private static async Task SettleAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var look = new NpgsqlCommand("select to_regprocedure('timeline.settle_views()') is not null", connection);
        if (await look.ExecuteScalarAsync(cancellation) is true)
            await ExecuteAsync(connection, "select timeline.settle_views()", cancellation);
    }

    private static async Task ApplyAsync(NpgsqlConnection connection, Migration migration, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (migration.Version == 1)
            await ExecuteAsync(connection, EmbeddedSql.Read("Schema.schema_migrations.sql"), cancellationToken);
        await ExecuteAsync(connection, migration.Sql, cancellationToken);
        await using var record = new NpgsqlCommand(EmbeddedSql.Read("Schema.record_migration.sql"), connection)
        {
            Parameters = { new() { Value = migration.Version }, new() { Value = migration.Name }, new() { Value = migration.Checksum } },
        };
        await record.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
