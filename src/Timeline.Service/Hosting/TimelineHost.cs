using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;
using Timeline.Service.Features;
using Timeline.Service.Feeds;
using Timeline.Service.Http;
using Timeline.Service.Live;
using Timeline.Service.Log;
using Timeline.Service.Reading;
using Timeline.Service.Serving;
using Timeline.Service.States;
using Timeline.Service.Views;
using Timeline.Service.Views.Pages;
using Timeline.Service.Views.Zones;
using Timeline.Service.Web;

namespace Timeline.Service.Hosting;

/// <summary>Wires the service: what it is made of, and what it answers to.</summary>
internal static class TimelineHost
{
    /// <summary>Loopback only, unless the framework's own <c>--urls</c> or <c>ASPNETCORE_URLS</c> say otherwise.</summary>
    public const string DefaultAddress = "http://localhost:5080";

    public static WebApplicationBuilder CreateBuilder(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        if (string.IsNullOrEmpty(builder.Configuration[WebHostDefaults.ServerUrlsKey]) && !builder.Configuration.GetSection("Kestrel:Endpoints").Exists())
            builder.WebHost.UseUrls(DefaultAddress);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        return builder;
    }

    public static WebApplication Build(WebApplicationBuilder builder, NpgsqlDataSource dataSource, LogIdentity log)
    {
        AddServices(builder.Services, dataSource, log);
        var defaults = new AnswerOptions();
        builder.Services.AddSingleton(new AnswerOptions
        {
            PinnedMaxAge = builder.Configuration.GetValue("Timeline:PinnedMaxAge", defaults.PinnedMaxAge),
            KeptBytes = builder.Configuration.GetValue("Timeline:KeptAnswerBytes", defaults.KeptBytes),
        });
        builder.Services.AddSingleton(LiveOptions.Read(builder.Configuration));
        builder.Services.TryAddSingleton(StateOptions.Read(builder.Configuration));
        var app = builder.Build();
        app.UseKeptAnswers().UseCompression().UseSecurityHeaders().UseReadsFromAnyOrigin();
        app.Services.GetRequiredService<Pipeline>().CaptureFrom(app);
        app.UseProblems();
        app.UseWebAssets();
        app.UseRouting();
        app.MapProblemPages();
        app.MapWrites();
        app.MapImport();
        app.MapTimeline();
        app.MapLive();
        app.MapDiff();
        app.MapReplay();
        app.MapDevelopments();
        app.MapActors();
        app.MapMeasures();
        app.MapMetrics();
        app.MapTimeMaps();
        app.MapCitations();
        app.MapFeeds();
        app.MapHealth();
        app.MapOpenApi();
        app.MapStartPage();
        app.MapEmbed();
        return app;
    }

    private static void AddServices(IServiceCollection services, NpgsqlDataSource dataSource, LogIdentity log)
    {
        services.AddSingleton(dataSource);
        services.AddSingleton(log);
        services.AddSingleton<LockWatchdog>();
        services.AddSingleton<LogWriter>();
        services.AddHostedService(provider => provider.GetRequiredService<LogWriter>());
        services.AddSingleton<TimelineView>();
        services.AddSingleton<TimelinePages>();
        services.AddSingleton(new ZoneOptions());
        services.AddHostedService<ZoneKeeper>();
        services.AddSingleton<LiveView>();
        services.AddSingleton<LiveFollower>();
        services.AddHostedService(provider => provider.GetRequiredService<LiveFollower>());
        services.AddSingleton<DiffView>();
        services.AddSingleton<ReplayView>();
        services.AddSingleton<FeedView>();
        services.AddSingleton<FeedReader>();
        services.AddSingleton<DevelopmentView>();
        services.AddSingleton<ActorView>();
        services.AddSingleton<ActorStates>();
        services.AddSingleton<StateKeeper>();
        services.AddHostedService<StateWorker>();
        services.AddSingleton<ChangeTimes>();
        services.AddSingleton<MeasureView>();
        services.AddSingleton<MetricsView>();
        services.AddSingleton<EventStreams>();
        services.AddSingleton<Pins>();
        services.AddSingleton<Pipeline>();
        services.AddSingleton<KeptAnswers>();
        services.AddCompression();
    }
}
