using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Timeline.Service.Database;
using Timeline.Service.Hosting;
using Timeline.Service.Log;
using Timeline.Service.Reading;
using Timeline.Service.States;
using Timeline.Service.Tests.Support;
using Timeline.Service.Tests.Views;
using Timeline.Testing;

namespace Timeline.Service.Tests.States;

/// <summary>The bytes of <c>/api/actors/{id}</c> do not tell whether there are summaries.</summary>
public sealed class ActorAnswerTests
{
    private static readonly StateOptions Small = new() { LeastChanges = 1, RunLength = 4, FanOut = 2, Levels = 3, ChunkBytes = 300, Poll = TimeSpan.FromMilliseconds(20) };

    [Fact]
    public async Task Answers_have_the_same_bytes_with_summaries_and_after_the_worker_has_stopped()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        // No summaries of its shape are ever made, so it reads everything.
        await using var without = await Service.StartAsync(database, new StateOptions { IsOn = false });
        await without.WriteAsync(History.SideBySide([.. Enumerable.Range(1, 4).Select(seed => History.Generate(seed, 40))]));
        var questions = await QuestionsAsync(source);
        await using (var with = await Service.StartAsync(database, Small))
        {
            await SummarisedAsync(source);
            await CompareAsync(without, with, questions);
        }
        await without.WriteAsync(History.SideBySide([.. Enumerable.Range(11, 2).Select(seed => History.Generate(seed, 40))]));
        await using var stopped = await Service.StartAsync(database, Small with { IsOn = false });
        await CompareAsync(without, stopped, [.. questions, .. await QuestionsAsync(source)]);
    }

    private static async Task CompareAsync(Service without, Service with, IReadOnlyList<string> questions)
    {
        foreach (var question in questions)
        {
            var (expected, answer) = (await without.AskAsync(question), await with.AskAsync(question));
            answer.ShouldBe(expected, question);
        }
    }

    private static async Task<IReadOnlyList<string>> QuestionsAsync(NpgsqlDataSource source)
    {
        var events = await HistoryDatabase.EventsAsync(source);
        var times = BruteForce.Times(events).Where(time => time.IsInCalendar).ToList();
        var random = new Random(3);
        return
        [
            .. new[] { "dprk", "russia", "nis" }.Select(actor => $"/api/actors/{actor}"),
            .. Enumerable.Range(0, 60).Select(_ =>
                $"/api/actors/{random.GetItems(["dprk", "russia", "nis"], 1)[0]}?knownAt={times[random.Next(times.Count)]}&basis={events[random.Next(events.Count)].Position}"),
        ];
    }

    private static async Task SummarisedAsync(NpgsqlDataSource source)
    {
        for (var attempt = 0; attempt < 3_000; attempt++)
        {
            await using var command = source.CreateCommand(
                """
                select h.position = (select max(position) from timeline.development_log)
                   and exists (select from timeline.state_chunks where generation = h.generation and level > 0)
                   and not exists (select from timeline.state_actors where generation = h.generation and changes - summarised >= 4)
                from timeline.state_head h
                """);
            if (await command.ExecuteScalarAsync() is true)
                return;
            await Task.Delay(20);
        }
        throw new TimeoutException("The worker has not caught up.");
    }

    private sealed class Service : IAsyncDisposable
    {
        private readonly TimelineDatabase _database;
        private readonly WebApplication _app;
        private readonly HttpClient _client;

        private Service(TimelineDatabase database, WebApplication app)
        {
            (_database, _app) = (database, app);
            _client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        }

        public static async Task<Service> StartAsync(TestDatabase log, StateOptions options)
        {
            var builder = TimelineHost.CreateBuilder(["--environment=Production", "--urls=http://127.0.0.1:0", $"--ConnectionStrings:Timeline={log.ConnectionString}"]);
            builder.Logging.ClearProviders();
            builder.Services.AddSingleton(options);
            var database = await TimelineDatabase.OpenAsync(builder.Configuration, share: false, _ => { }, CancellationToken.None);
            var app = TimelineHost.Build(builder, database.DataSource, await LogIdentity.ReadAsync(database.DataSource, CancellationToken.None));
            await app.StartAsync();
            return new Service(database, app);
        }

        public async Task WriteAsync(History history)
        {
            var writer = _app.Services.GetRequiredService<LogWriter>();
            await history.ApplyAsync(async step => (await writer.AppendAsync(new Append(step.Command, new Origin("oracle")))).Answer?.Position);
        }

        /// <summary>Status, tag and body.</summary>
        public async Task<(HttpStatusCode Status, string? Tag, string Body)> AskAsync(string question)
        {
            using var response = await _client.GetAsync(new Uri(question, UriKind.Relative));
            return (response.StatusCode, response.Headers.ETag?.Tag, await response.Content.ReadAsStringAsync());
        }

        public async ValueTask DisposeAsync()
        {
            _client.Dispose();
            await _app.StopAsync();
            await _app.DisposeAsync();
            await _database.DisposeAsync();
        }
    }
}
