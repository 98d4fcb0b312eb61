using System.Diagnostics;
using Npgsql;
using Timeline.Service.Database;
using Timeline.Service.Hosting.Postgres;
using Timeline.Service.Http;

namespace Timeline.Service.Commands;

/// <summary>Opens the database for a command, and waits a while for one that is still starting.</summary>
internal static class OpenDatabase
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <param name="share">Whether a server that another process runs on the data folder will do.</param>
    /// <exception cref="CommandException">It does not answer, or its connection string cannot be read.</exception>
    public static async Task<TimelineDatabase> Async(IConfiguration configuration, bool share, CancellationToken cancellation)
    {
        var server = NameOf(configuration.GetConnectionString("Timeline"));
        var waited = Stopwatch.StartNew();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await TimelineDatabase.OpenAsync(configuration, share, Terminal.Note, cancellation);
            }
            catch (Exception away) when (server is not null && DatabaseAway.Explains(away))
            {
                var reason = (away.InnerException ?? away).Message;
                if (waited.Elapsed + Pause > Patience)
                    throw new CommandException($"The database at {server} did not answer for {waited.Elapsed.TotalSeconds:0} seconds: {reason}. Is it running, and is {EmbeddedPostgresOptions.ConnectionStringSetting} right?");
                if (attempt == 1)
                    Terminal.Note($"The database at {server} does not answer ({reason}); trying for {Patience.TotalSeconds:0} seconds");
            }
            await Task.Delay(Pause, cancellation);
        }
    }

    /// <summary>Host and port, without what is secret.</summary>
    private static string? NameOf(string? connectionString)
    {
        if (string.IsNullOrWhiteSpace(connectionString))
            return null;
        try
        {
            var given = new NpgsqlConnectionStringBuilder(connectionString);
            return $"{given.Host}:{given.Port}";
        }
        catch (ArgumentException wrong)
        {
            throw new CommandException($"{EmbeddedPostgresOptions.ConnectionStringSetting} cannot be read: {wrong.Message}");
        }
    }
}
