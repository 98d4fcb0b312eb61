using System.Net.Sockets;
using Npgsql;

namespace Timeline.Service.Http;

/// <summary>Tells a database that is away, restarting, full up or too slow (try again later) from a mistake in a statement (our fault).</summary>
public static class DatabaseAway
{
    public static bool Explains(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is PostgresException refusal)
                return IsTemporary(refusal.SqlState);
            // Npgsql also throws NpgsqlException for misuse of its API: those have no such inner exception.
            if (cause is NpgsqlException && cause.InnerException is IOException or SocketException or TimeoutException)
                return true;
        }
        return false;
    }

    private static bool IsTemporary(string sqlState) => sqlState switch
    {
        // Connection exceptions; insufficient resources (53300 too_many_connections, 53100 disk_full, …).
        ['0', '8', ..] or ['5', '3', ..] => true,
        // admin_shutdown, crash_shutdown, cannot_connect_now, idle_session_timeout.
        "57P01" or "57P02" or "57P03" or "57P05" => true,
        // query_canceled (statement_timeout), idle_in_transaction_session_timeout, transaction_timeout, lock_not_available (lock_timeout).
        "57014" or "25P03" or "25P04" or "55P03" => true,
        // serialization_failure and deadlock_detected, when retrying inside has not helped.
        "40001" or "40P01" => true,
        // read_only_sql_transaction: a write met a standby, as during a failover.
        "25006" => true,
        _ => false,
    };
}
