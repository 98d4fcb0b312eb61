using Npgsql;
using Timeline.Service.Features;
using Timeline.Service.Import;
using Timeline.Service.Log;
using Timeline.Service.Views;

namespace Timeline.Service.Hosting;

/// <summary>Appends by group commit: what waits shares a transaction.</summary>
internal sealed class GroupCommitWrites : IWriteHalf
{
    public void AddServices(WebApplicationBuilder builder, NpgsqlDataSource dataSource, ViewSets sets)
    {
        var services = builder.Services;
        services.AddSingleton(provider => new LogWriter(
            dataSource, provider.GetRequiredService<LockWatchdog>(), provider.GetRequiredService<ILogger<LogWriter>>(), views: sets));
        services.AddSingleton<ILogWriter>(provider => provider.GetRequiredService<LogWriter>());
        services.AddHostedService(provider => provider.GetRequiredService<LogWriter>());
        services.AddSingleton<IBatchWriter>(provider => new BatchWriter(dataSource, provider.GetRequiredService<ILoggerFactory>(), sets));
    }

    public void Map(WebApplication app) => app.MapWrites();
}
