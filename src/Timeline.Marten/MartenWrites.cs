using JasperFx.Events.Projections;
using Marten;
using Marten.Exceptions;
using Npgsql;
using Timeline.Service.Hosting;
using Timeline.Service.Log;
using Timeline.Service.Views;
using Wolverine;
using Wolverine.ErrorHandling;
using Wolverine.Http;
using Wolverine.Marten;
using Wolverine.Runtime;

namespace Timeline.Marten;

/// <summary>Appends by Marten, commanded by Wolverine.</summary>
/// <param name="compilesAtStart">Whether what Wolverine compiles is ready when the host is; else each call's first writer waits for a second or so.</param>
internal sealed class MartenWrites(bool compilesAtStart = true) : IWriteHalf
{
    public void AddServices(WebApplicationBuilder builder, NpgsqlDataSource dataSource, ViewSets sets)
    {
        var services = builder.Services;
        services.AddMarten(options =>
        {
            MartenLog.Describe(options);
            options.Connection(dataSource);
            options.Projections.Add(new ViewsProjection(sets), ProjectionLifecycle.Inline);
        }).IntegrateWithWolverine(integration => integration.MessageStorageSchemaName = MartenLog.MessageSchema).UseLightweightSessions();
        builder.UseWolverine(Describe);
        services.AddWolverineHttp();
        if (compilesAtStart)
            services.AddHostedService<CompiledAtStart>();
        services.AddSingleton(new LogTransaction(dataSource, sets));
        services.AddSingleton(provider => new MartenWriter(
            provider.GetRequiredService<IWolverineRuntime>(), dataSource, provider.GetRequiredService<LockWatchdog>(), provider.GetRequiredService<ILogger<MartenWriter>>()));
        services.AddSingleton(provider => provider.GetRequiredService<MartenWriter>().Log);
        services.AddSingleton(provider => provider.GetRequiredService<MartenWriter>().Import);
    }

    public void Map(WebApplication app) => app.MapWolverineEndpoints(options => options.WarmUpRoutes = compilesAtStart ? RouteWarmup.Eager : RouteWarmup.Lazy);

    private static void Describe(WolverineOptions options)
    {
        options.ApplicationAssembly = typeof(MartenWrites).Assembly;
        // Commands are answered where they come in: there is no message to keep, to send or to share out, so Wolverine needs no tables and no polling.
        options.Durability.Mode = DurabilityMode.MediatorOnly;
        options.Durability.DurabilityAgentEnabled = false;
        options.UseRuntimeCompilation();
        options.Policies.AutoApplyTransactions();
        options.Policies.MessageExecutionLogLevel(LogLevel.Debug);
        options.OnException<LogIsAwayException>().RetryOnce();
        options.OnException<ViewsHaveMovedException>().RetryTimes(2);
        // A foreign writer waits for us while it holds what we need, or has been faster.
        options.OnException<NpgsqlException>(IsDeadlock).RetryTimes(2);
        options.OnException<MartenCommandException>(exception => exception.InnerException is NpgsqlException inner && IsDeadlock(inner)).RetryTimes(2);
        options.OnException<JasperFx.ConcurrencyException>().RetryTimes(2);
    }

    private static bool IsDeadlock(NpgsqlException exception) =>
        exception.SqlState is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure;
}
