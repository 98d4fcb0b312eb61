using System.CommandLine;
using Timeline.Service.Hosting;
using Timeline.Service.Reading;

namespace Timeline.Service.Commands;

/// <summary><c>timeline serve</c>, the default: migrates, loads the seeds into an empty log, serves until it is told to stop.</summary>
internal static class ServeCommand
{
    public static Command Create(string[] settings, IWriteHalf writes)
    {
        var command = new Command("serve", "Serve the timeline by HTTP (the default). Without a connection string it starts a PostgreSQL of its own.");
        command.SetAction((_, cancellation) => RunAsync(settings, writes, cancellation));
        return command;
    }

    public static async Task<int> RunAsync(string[] settings, IWriteHalf writes, CancellationToken cancellation)
    {
        var builder = TimelineHost.CreateBuilder(settings);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        // A start that fails is told by us, in a sentence.
        var hasStarted = false;
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", level => hasStarted && level >= LogLevel.Warning);

        await using var database = await OpenDatabase.Async(builder.Configuration, share: false, cancellation);
        var log = await LogIdentity.ReadAsync(database.DataSource, cancellation);
        if (builder.Configuration.GetValue("Timeline:Seeds", true))
            await Seeds.LoadAsync(database.DataSource, log, cancellation);

        await using var app = TimelineHost.Build(builder, database.DataSource, log, writes: writes);
        await app.StartAsync(cancellation);
        hasStarted = true;
        var address = AddressOf(app);
        database.Embedded?.AnnounceAddress(address);
        await Welcome.PrintAsync(address, database.DataSource, cancellation);
        await app.WaitForShutdownAsync(cancellation);
        Terminal.Note("Stopping");
        return ExitCodes.Done;
    }

    /// <summary>As this machine reaches it, where it listens on all addresses.</summary>
    private static string AddressOf(WebApplication app) => app.Urls.First()
        .Replace("://0.0.0.0", "://localhost", StringComparison.Ordinal)
        .Replace("://[::]", "://localhost", StringComparison.Ordinal)
        .Replace("://+", "://localhost", StringComparison.Ordinal)
        .Replace("://*", "://localhost", StringComparison.Ordinal);
}
