using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;
using Timeline.Service.Features;
using Timeline.Service.Feeds;
using Timeline.Service.Http;
using Timeline.Service.Live;
using Timeline.Service.Log;
using Timeline.Service.Reading;
using Timeline.Service.Rebuilding;
using Timeline.Service.Serving;
using Timeline.Service.States;
using Timeline.Service.Views;
using Timeline.Service.Views.Pages;
using Timeline.Service.Views.Terms;
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

    /// <param name="views">The versions of the views that are there to be written and served; those that are shipped, without it.</param>
    /// <param name="writes">How commands get into the log; by group commit, without it.</param>
    public static WebApplication Build(WebApplicationBuilder builder, NpgsqlDataSource dataSource, LogIdentity log, ViewVersions? views = null, IWriteHalf? writes = null)
    {
        writes ??= new GroupCommitWrites();
        AddTo(builder, dataSource, log, writes, views);
        var app = builder.Build();
        Configure(app, writes);
        return app;
    }

    /// <summary>Registers what the service is made of, for a host that builds the application itself.</summary>
    public static void AddTo(WebApplicationBuilder builder, NpgsqlDataSource dataSource, LogIdentity log, IWriteHalf writes, ViewVersions? views = null)
    {
        var sets = new ViewSets(dataSource, views);
        // First, so that it stops last: what still writes does so while the rest runs.
        writes.AddServices(builder, dataSource, sets);
        AddServices(builder.Services, dataSource, log, sets);
        var defaults = new AnswerOptions();
        builder.Services.AddSingleton(new AnswerOptions
        {
            PinnedMaxAge = builder.Configuration.GetValue("Timeline:PinnedMaxAge", defaults.PinnedMaxAge),
            KeptBytes = builder.Configuration.GetValue("Timeline:KeptAnswerBytes", defaults.KeptBytes),
        });
        builder.Services.AddSingleton(LiveOptions.Read(builder.Configuration));
        builder.Services.AddSingleton(RebuildSettings.Read(builder.Configuration));
        builder.Services.TryAddSingleton(StateOptions.Read(builder.Configuration));
    }

    /// <summary>What the application answers to.</summary>
    public static void Configure(WebApplication app, IWriteHalf writes)
    {
        app.UseKeptAnswers().UseCompression().UseSecurityHeaders().UseReadsFromAnyOrigin();
        app.Services.GetRequiredService<Pipeline>().CaptureFrom(app);
        app.UseProblems();
        app.UseWebAssets();
        app.UseRouting();
        app.MapProblemPages();
        writes.Map(app);
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
        app.MapProjections();
        app.MapOperations();
        app.MapHealth();
        app.MapOpenApi();
        app.MapStartPage();
        app.MapEmbed();
    }

    private static void AddServices(IServiceCollection services, NpgsqlDataSource dataSource, LogIdentity log, ViewSets sets)
    {
        services.AddSingleton(dataSource);
        services.AddSingleton(log);
        services.AddSingleton(sets);
        services.AddSingleton(new Operations(dataSource));
        services.AddSingleton(new ProjectionStatuses(dataSource, sets));
        services.AddSingleton<ViewKeeper>();
        services.AddHostedService(provider => provider.GetRequiredService<ViewKeeper>());
        services.AddSingleton<LockWatchdog>();
        services.AddSingleton(new ZoneOptions());
        services.AddSingleton(new TermOptions());
        services.AddHostedService<ZoneKeeper>();
        services.AddSingleton(new LiveView(new ViewSource(dataSource, sets)));
        services.AddSingleton(provider => new LiveFollower(
            provider.GetRequiredService<LiveView>(), new TimelineView(new ViewSource(dataSource, sets)), provider.GetRequiredService<ILogWriter>(),
            provider.GetRequiredService<LiveOptions>(), provider.GetRequiredService<ILogger<LiveFollower>>()));
        services.AddHostedService(provider => provider.GetRequiredService<LiveFollower>());
        services.AddSingleton(provider => new StateKeeper(dataSource, provider.GetRequiredService<StateOptions>(), sets));
        services.AddHostedService<StateWorker>();
        services.AddSingleton<EventStreams>();
        services.AddSingleton<Pipeline>();
        services.AddSingleton(provider =>
        {
            var kept = new KeptAnswers(provider.GetRequiredService<AnswerOptions>());
            sets.Changed += kept.Clear;
            return kept;
        });
        services.AddSingleton(new LogHeads(dataSource, sets));
        services.AddSingleton<NewestAnswers>();
        services.AddSingleton<Traffic>();
        services.AddSingleton<KeptPages>();
        services.AddCompression();
        // A request's views read one set of tables, to which its pin binds them.
        services.AddScoped<ViewSource>();
        services.AddScoped<Pins>();
        services.AddScoped<TimelineView>();
        services.AddScoped<TimelinePages>();
        services.AddScoped<DiffView>();
        services.AddScoped<ReplayView>();
        services.AddScoped<DevelopmentView>();
        services.AddScoped<ActorView>();
        services.AddScoped<ActorStates>();
        services.AddScoped<ChangeTimes>();
        services.AddScoped<MeasureView>();
        services.AddScoped<MetricsView>();
        services.AddScoped<FeedView>();
        services.AddScoped<FeedReader>();
    }
}
