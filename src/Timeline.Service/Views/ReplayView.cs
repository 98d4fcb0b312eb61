using System.Data;
using System.Runtime.CompilerServices;
using Npgsql;
using NpgsqlTypes;
using Timeline.Domain.Time;
using Timeline.Service.Database;

namespace Timeline.Service.Views;

/// <summary>How an entry of the answer changes at an instant of known time; null where it is not in the answer before, or after.</summary>
internal sealed record ReplayChange(Instant At, string Development, byte[]? Before, byte[]? After);

/// <summary>Reads how the timeline's answer changes as known time goes on, at one position.</summary>
internal sealed class ReplayView(NpgsqlDataSource dataSource)
{
    private const int ParametersBeforeFilter = 4;

    /// <summary>
    /// Every change from <paramref name="after"/> (exclusive) to <paramref name="upTo"/> (inclusive), read row by row as the caller goes on: ordered by time; at one time
    /// first what comes, then what changes, then what goes; then by id.
    /// </summary>
    public async IAsyncEnumerable<ReplayChange> ChangesAsync(
        Instant after, Instant upTo, long basis, TimelineFilter filter, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var command = Command(after, upTo, basis, filter, limit: null);
        await using var reader = await command.ExecuteReaderAsync(CommandBehavior.SequentialAccess, cancellation);
        while (await reader.ReadAsync(cancellation))
            yield return new ReplayChange(reader.GetInstant(0), reader.GetString(1), reader.GetBytes(2), reader.GetBytes(3));
    }

    /// <summary>When the answer changes next; null where it does not any more.</summary>
    public async Task<Instant?> NextAsync(Instant after, Instant upTo, long basis, TimelineFilter filter, CancellationToken cancellation)
    {
        await using var command = Command(after, upTo, basis, filter, limit: 1);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation) ? reader.GetInstant(0) : null;
    }

    /// <summary>When anything was known first by a position, whatever the filter; null where nothing is.</summary>
    public async Task<Instant?> FirstAsync(long basis, CancellationToken cancellation)
    {
        await using var command = dataSource.CreateCommand(Sql.Text("Views/replay_first.sql"));
        command.Parameters.Add(Sql.Value(basis));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation) ? reader.GetInstant(0) : null;
    }

    private NpgsqlCommand Command(Instant after, Instant upTo, long basis, TimelineFilter filter, long? limit)
    {
        var command = dataSource.CreateCommand(Sql.Text("Views/replay_changes.sql")
            .Replace("{filter}", FilterSql.Predicate(ParametersBeforeFilter + 1), StringComparison.Ordinal));
        command.Parameters.AddRange(new[]
        {
            Sql.Value(after), Sql.Value(upTo), Sql.Value(basis), new NpgsqlParameter { Value = (object?)limit ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint },
        });
        FilterSql.AddTo(command.Parameters, filter);
        return command;
    }
}
