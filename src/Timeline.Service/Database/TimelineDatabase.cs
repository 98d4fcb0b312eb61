using Npgsql;
using Timeline.Service.Hosting.Postgres;
using Timeline.Service.Schema;

namespace Timeline.Service.Database;

/// <summary>The database that a command works on: the one that a connection string names, else an embedded one.</summary>
internal sealed class TimelineDatabase : IAsyncDisposable
{
    private TimelineDatabase(NpgsqlDataSource dataSource, EmbeddedPostgres? embedded)
    {
        DataSource = dataSource;
        Embedded = embedded;
    }

    public NpgsqlDataSource DataSource { get; }

    /// <summary>The server that was started for this process, if any.</summary>
    public EmbeddedPostgres? Embedded { get; }

    /// <summary>Opens the database, starting a server where need be, and brings its schema up to date.</summary>
    /// <param name="configuration"><c>ConnectionStrings:Timeline</c>, <c>EmbeddedPostgres:*</c>.</param>
    /// <param name="share">Whether a server that another process runs on the data folder will do.</param>
    /// <param name="report">Receives progress in words for the user.</param>
    /// <exception cref="EmbeddedPostgresException">There is no server to be had; the message says what to do.</exception>
    /// <exception cref="SchemaMismatchException">The database is newer than this binary.</exception>
    public static async Task<TimelineDatabase> OpenAsync(IConfiguration configuration, bool share, Action<string> report, CancellationToken cancellation)
    {
        var connectionString = configuration.GetConnectionString("Timeline");
        EmbeddedPostgres? embedded = null;
        if (string.IsNullOrWhiteSpace(connectionString))
        {
            var options = Options(configuration, report);
            connectionString = share ? await EmbeddedPostgres.FindRunningAsync(options, cancellation) : null;
            if (connectionString is null)
            {
                embedded = await EmbeddedPostgres.StartAsync(options, cancellation);
                connectionString = embedded.ConnectionString;
            }
        }
        var database = new TimelineDatabase(NpgsqlDataSource.Create(Tuned(connectionString)), embedded);
        try
        {
            await Migrator.MigrateAsync(database.DataSource, report, cancellation);
            return database;
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await DataSource.DisposeAsync();
        if (Embedded is not null)
            await Embedded.DisposeAsync();
    }

    private static EmbeddedPostgresOptions Options(IConfiguration configuration, Action<string> report)
    {
        var options = new EmbeddedPostgresOptions { BinDirectory = configuration[EmbeddedPostgresOptions.BinDirectorySetting], Report = report };
        return configuration[EmbeddedPostgresOptions.DataDirectorySetting] is { Length: > 0 } folder ? options with { DataDirectory = folder } : options;
    }

    /// <summary>What the caller's connection string leaves open: prepared statements, and connections that need no cleaning between uses.</summary>
    private static string Tuned(string connectionString)
    {
        var given = new NpgsqlConnectionStringBuilder(connectionString);
        Default("Application Name", () => given.ApplicationName = "timeline");
        Default("Max Auto Prepare", () => given.MaxAutoPrepare = 100);
        Default("Auto Prepare Min Usages", () => given.AutoPrepareMinUsages = 2);
        Default("No Reset On Close", () => given.NoResetOnClose = true);
        Default("Maximum Pool Size", () => given.MaxPoolSize = 16);
        return given.ConnectionString;

        void Default(string keyword, Action set)
        {
            // ContainsKey tells what Npgsql knows, not what the string says.
            if (!given.ShouldSerialize(keyword))
                set();
        }
    }
}
