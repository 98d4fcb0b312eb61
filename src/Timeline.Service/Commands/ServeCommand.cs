using Timeline.Service.Database;
using Timeline.Service.Hosting;
using Timeline.Service.Reading;

namespace Timeline.Service.Commands;

/// <summary><c>timeline serve</c>: the default.</summary>
internal static class ServeCommand
{
    public static async Task<int> RunAsync(string[] args, CancellationToken cancellation)
    {
        var builder = TimelineHost.CreateBuilder(args);
        await using var database = await TimelineDatabase.OpenAsync(builder.Configuration, share: false, Console.WriteLine, cancellation);
        var log = await LogIdentity.ReadAsync(database.DataSource, cancellation);
        await using var app = TimelineHost.Build(builder, database.DataSource, log);
        await app.StartAsync(cancellation);
        var address = app.Urls.First();
        database.Embedded?.AnnounceAddress(address);
        await app.WaitForShutdownAsync(cancellation);
        return 0;
    }
}
