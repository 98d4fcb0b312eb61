using System.Diagnostics;
using Npgsql;
using NpgsqlTypes;
using Timeline.Service.Schema;

namespace Timeline.Service.Log;

/// <summary>
/// Ends sessions that do nothing while writers of the log wait for them. The server itself ends one that goes idle after it has taken the
/// ordering lock in the ordinary way (<c>timeline.lock_log()</c>); this is for the others: a session-level lock, LOCK TABLE, a row lock
/// on a stream, a COPY or a pipeline whose client has gone silent. A session that works is left alone, however long it takes.
/// </summary>
/// <remarks>Sessions of other roles can be ended only where <c>pg_read_all_stats</c> and <c>pg_signal_backend</c> are granted.</remarks>
public sealed class LockWatchdog(ILogger<LockWatchdog> logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private static readonly string BlockingSessions = EmbeddedSql.Read("Log.blocking_sessions.sql");
    private static readonly string EndSession = EmbeddedSql.Read("Log.end_session.sql");

    // PostgreSQL does not say since when a session waits for its client, so what the last look found is kept here.
    private Dictionary<BlockingSession, long> _waitingForClient = [];

    private sealed record BlockingSession(int Pid, DateTime Started, DateTime StateChanged, string? Role, long? CopiedBytes);

    /// <summary>
    /// Ends what has blocked writers for more than 3 seconds without doing anything, and returns how many sessions that were. To be called
    /// about twice a second, one call at a time, while a writer waits: a client that went silent in the middle of a statement is recognized
    /// only by looking again.
    /// </summary>
    /// <param name="waitingBackendPid">A backend that waits; null looks only at the ordering lock and at writers of the log's tables.</param>
    /// <exception cref="NpgsqlException">The database cannot be reached.</exception>
    public async Task<int> EndIdleHoldersAsync(NpgsqlDataSource dataSource, int? waitingBackendPid, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        var ended = 0;
        foreach (var session in await FindIdleAsync(connection, waitingBackendPid, cancellationToken))
        {
            if (await EndAsync(connection, session, cancellationToken))
                ended++;
        }

        return ended;
    }

    private async Task<IReadOnlyList<BlockingSession>> FindIdleAsync(NpgsqlConnection connection, int? waitingPid, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(BlockingSessions, connection)
        {
            Parameters = { new() { Value = waitingPid ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer } },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var idle = new List<BlockingSession>();
        var waitingForClient = new Dictionary<BlockingSession, long>();
        while (await reader.ReadAsync(cancellationToken))
        {
            if (reader.IsDBNull(2))
                continue; // another role's session
            var session = new BlockingSession(
                reader.GetInt32(0), reader.GetDateTime(1), reader.GetDateTime(2), reader.GetFieldValue<string?>(3), reader.GetFieldValue<long?>(6));
            if (!reader.IsDBNull(4) && reader.GetTimeSpan(4) > Patience)
            {
                idle.Add(session);
            }
            else if (reader.GetBoolean(5))
            {
                var since = _waitingForClient.GetValueOrDefault(session, Stopwatch.GetTimestamp());
                waitingForClient.Add(session, since);
                if (Stopwatch.GetElapsedTime(since) > Patience)
                    idle.Add(session);
            }
        }

        _waitingForClient = waitingForClient;
        return idle;
    }

    private async Task<bool> EndAsync(NpgsqlConnection connection, BlockingSession session, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(EndSession, connection)
        {
            Parameters = { new() { Value = session.Pid }, new() { Value = session.Started }, new() { Value = session.StateChanged } },
        };
        try
        {
            var ended = await command.ExecuteScalarAsync(cancellationToken) is true;
            if (ended)
                logger.LogWarning("Ended session {Pid} of role {Role}, which sat idle while writers of the log waited for it", session.Pid, session.Role);
            return ended;
        }
        catch (PostgresException refused) when (refused.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            logger.LogError("Session {Pid} of role {Role} sits idle while writers of the log wait for it, and may not be ended: {Reason}",
                session.Pid, session.Role, refused.MessageText);
            return false;
        }
    }
}
