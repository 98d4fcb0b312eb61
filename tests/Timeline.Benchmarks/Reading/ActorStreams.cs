using System.Diagnostics;
using System.Globalization;
using Npgsql;
using Timeline.Service.Database;
using Timeline.Service.Hosting;
using Timeline.Service.Reading;
using Timeline.Service.States;

namespace Timeline.Benchmarks.Reading;

/// <summary>The service, on a log in which one actor has very many events and another has few.</summary>
internal sealed class ActorStreams : IAsyncDisposable
{
    public const string Large = "large";
    public const string Small = "small";
    public const long SmallEvents = 1_000;

    private readonly TimelineDatabase _database;
    private readonly WebApplication _app;
    private readonly HttpClient _client;

    private ActorStreams(TimelineDatabase database, WebApplication app, long largeEvents)
    {
        (_database, _app, LargeEvents) = (database, app, largeEvents);
        _client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()), Timeout = TimeSpan.FromMinutes(10) };
    }

    public long LargeEvents { get; }

    public static async Task<ActorStreams> StartAsync(BenchmarkServer server, long largeEvents)
    {
        var connectionString = await server.NewDatabaseAsync("actor_state");
        var builder = TimelineHost.CreateBuilder(["--environment=Production", "--urls=http://127.0.0.1:0", $"--ConnectionStrings:Timeline={connectionString}"]);
        builder.Logging.ClearProviders();
        var database = await TimelineDatabase.OpenAsync(builder.Configuration, share: false, _ => { }, CancellationToken.None);
        await LoadAsync(database.DataSource, largeEvents);
        await SummariseAsync(database.DataSource);
        var app = TimelineHost.Build(builder, database.DataSource, await LogIdentity.ReadAsync(database.DataSource, CancellationToken.None));
        await app.StartAsync();
        return new ActorStreams(database, app, largeEvents);
    }

    /// <summary>Asks for an actor's state at a time and after a part of its stream.</summary>
    /// <returns>Milliseconds.</returns>
    public async Task<double> AskAsync(string actor, DateTime knownAt, double part)
    {
        var basis = actor == Large ? (long)(part * LargeEvents) : LargeEvents + (long)(part * SmallEvents);
        var question = string.Create(CultureInfo.InvariantCulture, $"/api/actors/{actor}?knownAt={knownAt:yyyy-MM-ddTHH:mm:ss}Z&basis={basis}");
        var started = Stopwatch.GetTimestamp();
        using var response = await _client.GetAsync(new Uri(question, UriKind.Relative));
        await response.Content.ReadAsByteArrayAsync();
        response.EnsureSuccessStatusCode();
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
        await _database.DisposeAsync();
    }

    private static async Task LoadAsync(NpgsqlDataSource source, long largeEvents)
    {
        var watch = Stopwatch.StartNew();
        await RunAsync(source, Stream(Large, largeEvents, 0));
        await RunAsync(source, Stream(Small, SmallEvents, largeEvents));
        await RunAsync(source, EmbeddedFile.Read("Reading.newest_event.sql").Replace("{position}", $"{largeEvents + SmallEvents}", StringComparison.Ordinal));
        await using var vacuum = source.CreateCommand("vacuum (analyze)");
        vacuum.CommandTimeout = 0;
        await vacuum.ExecuteNonQueryAsync();
        Console.Error.WriteLine($"  loaded in {watch.Elapsed.TotalSeconds:N0} s");
    }

    private static async Task SummariseAsync(NpgsqlDataSource source)
    {
        var watch = Stopwatch.StartNew();
        await new StateKeeper(source, new StateOptions()).CatchUpAsync(CancellationToken.None);
        await using var size = source.CreateCommand(EmbeddedFile.Read("Reading.summaries_size.sql"));
        Console.Error.WriteLine($"  summarised in {watch.Elapsed.TotalSeconds:N0} s: {await size.ExecuteScalarAsync()}");
    }

    private static string Stream(string actor, long events, long after) => EmbeddedFile.Read("Reading.actor_stream.sql")
        .Replace("{actor}", actor, StringComparison.Ordinal)
        .Replace("{events}", events.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("{after}", after.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);

    private static async Task RunAsync(NpgsqlDataSource source, string sql)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync();
        await transaction.CommitAsync();
    }
}
