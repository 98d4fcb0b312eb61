using System.Text;
using Npgsql;
using Timeline.Domain.Edtf;
using Timeline.Service.Views;
using Timeline.Service.Views.Pages;
using Timeline.Service.Views.Zones;
using Timeline.Testing;

namespace Timeline.Service.Tests.Views;

/// <summary>Pages that pass over zones hold what reading everything one by one gives, however far the zones have come.</summary>
public sealed class PageTests(HistoryDatabase databases) : IClassFixture<HistoryDatabase>
{
    private const int Histories = 20;
    private const int Commands = 25;
    private const int Questions = 120;

    private static int Logs => Environment.GetEnvironmentVariable("TIMELINE_NIGHTLY") == "1" ? 100 : 4;

    [Fact]
    public async Task A_page_by_zones_is_the_page_one_by_one()
    {
        var byZones = 0;
        for (var log = 0; log < Logs; log++)
        {
            var history = History.SideBySide([.. Enumerable.Range(2_000_000 + (log * Histories), Histories).Select(seed => History.Generate(seed, Commands))]);
            await databases.WithAsync(history, async source => byZones += await CheckAsync(source, $"log {log}", new Random(log)));
        }
        byZones.ShouldBeGreaterThan(Logs * Questions / 2);
    }

    private static async Task<int> CheckAsync(NpgsqlDataSource source, string name, Random random)
    {
        // So small that every page goes by zones, and regions hold several zones each; or such that zones are widened rather than divided.
        var options = new ZoneOptions { SegmentsOfZone = random.Next(2) == 0 ? 1 + random.Next(4) : 25, ZonesOfRegion = 2 + random.Next(4), MostAtOnce = 40, FewSegments = 1, MostBehind = 1_000_000 };
        var events = await HistoryDatabase.EventsAsync(source);
        var times = BruteForce.Times(events);
        var actors = events.Select(recorded => recorded.Event).OfType<Domain.Developments.DevelopmentReported>().Select(report => report.Actor).Distinct().ToArray();
        await MakeAsync(source, options, events[random.Next(events.Count / 4)].Position);
        var (view, pages, changes, asked) = (new TimelineView(source), new TimelinePages(source, options), new ChangeTimes(source), 0);
        for (var i = 0; i < Questions; i++)
        {
            if (i % 4 == 3)
                await StepAsync(source, options, random.Next(30));
            if (i == Questions / 2 && random.Next(2) == 0)
                await ZoneKeeper.CatchUpAsync(source, options, CancellationToken.None);
            var (knownAt, basis) = (times[random.Next(times.Count)], events[random.Next(events.Count)].Position);
            var filter = Filter(random, actors);
            var isDescending = random.Next(2) == 0;
            var all = new List<TimelineItem>();
            await foreach (var item in view.ReadAsync(knownAt, basis, filter, isDescending, null, null, CancellationToken.None))
                all.Add(item);
            var from = random.Next(all.Count + 1);
            var after = from == 0 ? (PageStart?)null : new PageStart(all[from - 1].OccurredFrom, all[from - 1].Development);
            // The few segments that are looked at first are twice the limit, and mostly too few.
            var limit = 1 + random.Next(6);
            var page = await pages.ReadAsync(new PageQuestion(knownAt, basis, IsSeen: true, filter, isDescending, after, limit), CancellationToken.None);
            page.Items.Developments.ShouldBe(
                all.Skip(from).Take(limit).Select(item => item.Development), $"{name}, question {i}: {knownAt}, {basis}, {filter}, {after}, {(isDescending ? "desc" : "asc")}");
            if (page.Items.Count > 0)
                Encoding.UTF8.GetString(page.Items.Json(limit)).ShouldBe(string.Join(',', all.Skip(from).Take(limit).Select(item => Encoding.UTF8.GetString(item.Json))));
            page.Changed.ShouldBe(await changes.LastAsync(knownAt, basis, filter, CancellationToken.None), $"{name}, question {i}: last change at {knownAt}, {basis}, {filter}");
            if (filter.Actors is [_])
            {
                var since = times[random.Next(times.Count)];
                (await new ChangeTimes(source, fewSegments: 0).SecondsAsync(since, basis, filter, limit, CancellationToken.None))
                    .ShouldBe(await changes.SecondsAsync(since, basis, filter, limit, CancellationToken.None), $"{name}, question {i}: seconds from {since} at {basis}, {filter}");
            }
            asked += page.Items.Count > 0 ? 1 : 0;
        }
        return asked;
    }

    /// <summary>Lets the zones know only the beginning: what follows has to be found without them.</summary>
    private static Task MakeAsync(NpgsqlDataSource source, ZoneOptions options, long position) =>
        RunAsync(source, options, async run =>
        {
            await run.MakeAsync(position);
            await run.DoneAsync(position);
        });

    private static Task StepAsync(NpgsqlDataSource source, ZoneOptions options, long positions) =>
        RunAsync(source, options, async run =>
        {
            var (upto, newest) = (await run.LagAsync()).ShouldNotBeNull();
            var until = Math.Min(newest, upto + positions);
            await run.WidenAsync(upto, until);
            await run.DoneAsync(until);
        });

    private static async Task RunAsync(NpgsqlDataSource source, ZoneOptions options, Func<ZoneRun, Task> what)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await what(new ZoneRun(connection, options, CancellationToken.None));
        await transaction.CommitAsync();
    }

    private static TimelineFilter Filter(Random random, string[] actors)
    {
        var filter = new TimelineFilter { IncludeRetracted = random.Next(2) == 0 };
        if (random.Next(3) == 0)
            filter = filter with { Actors = [.. Enumerable.Range(0, 1 + random.Next(2)).Select(_ => actors[random.Next(actors.Length)]).Distinct()] };
        if (random.Next(3) == 0)
        {
            filter = filter with
            {
                Occurred = new OccurredWindow(Edtf($"2024-{1 + random.Next(6):00}"), random.Next(2) == 0 ? null : Edtf($"2024-{7 + random.Next(6):00}")),
                IsDefinite = random.Next(2) == 0,
            };
        }
        if (random.Next(4) == 0)
            filter = filter with { Kinds = [(Domain.Developments.DevelopmentKind)random.Next(4)] };
        return filter;
    }

    private static EdtfValue Edtf(string text) => EdtfValue.TryParse(text, out var value, out _) ? value : throw new ArgumentException(text, nameof(text));
}
