using Npgsql;
using Timeline.Service.Database;

namespace Timeline.Service.Import;

/// <summary>
/// What the server's planner knows of the tables. It gathers that by itself, up to a minute after they have grown; until then it takes them for as small
/// as they were, and reads or sorts whole tables where an index would do.
/// </summary>
internal static class TableStatistics
{
    /// <summary>Below this many new events the minute does not matter.</summary>
    private const int Least = 5_000;

    /// <summary>The server's own rule: a tenth of a table is new.</summary>
    private const int Share = 10;

    /// <summary>Whether so many new events, with which the log has grown to a position, are worth it.</summary>
    public static bool AreOld(long added, long position) => added >= Least && added * Share >= position;

    /// <summary>Has them gathered for the log and the live views. Takes a second or so, whatever their size. What cannot be, the server does later.</summary>
    public static async Task GatherAsync(NpgsqlDataSource dataSource, CancellationToken cancellation)
    {
        try
        {
            await using var command = dataSource.CreateCommand(Sql.Text("Import/gather_statistics.sql"));
            await command.ExecuteNonQueryAsync(cancellation);
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
        {
            // All that was imported is there: this was only for speed.
        }
    }
}
