using System.Text;
using Npgsql;
using Timeline.Domain.Edtf;
using Timeline.Domain.Knowledge;
using Timeline.Service.Views;
using Timeline.Service.Views.Pages;
using Timeline.Service.Views.Terms;
using Timeline.Service.Views.Zones;
using Timeline.Testing;

namespace Timeline.Service.Tests.Views;

/// <summary>Pages that pass over zones, or read only the blocks that hold what is asked for, hold what reading everything one by one gives, however far the zones have come.</summary>
public sealed class PageTests(HistoryDatabase databases) : IClassFixture<HistoryDatabase>
{
    private const int Histories = 20;
    private const int Commands = 25;
    private const int Questions = 120;

    private static readonly string[] Tags = ["kursk", "arms", "nothing"];
    private static readonly string[] Publishers = ["Reuters", "yonhap", "TASS", "Nobody"];
    private static readonly string[][] Words = [["troops"], ["kursk"], ["in", "kursk"], ["blanks", "stay"], ["北"], ["nowhere"], ["tro"]];

    // Small and large, across the 180th meridian, everywhere, and nowhere.
    private static readonly Box[] Boxes = [new(36, 51, 37, 52), new(36.5, 51.7, 36.6, 51.8), new(20, 40, 140, 70), new(125, 38, -170, 44), new(-180, -90, 180, 90), new(1, 1, 2, 2)];

    private static int Logs => Environment.GetEnvironmentVariable("TIMELINE_NIGHTLY") == "1" ? 100 : 4;

    [Fact]
    public async Task A_page_by_zones_is_the_page_one_by_one()
    {
        var (byZones, byTerms) = (0, 0);
        for (var log = 0; log < Logs; log++)
        {
            var history = History.SideBySide([.. Enumerable.Range(2_000_000 + (log * Histories), Histories).Select(seed => History.Generate(seed, Commands))]);
            await databases.WithAsync(history, async source =>
            {
                byZones += await CheckAsync(source, $"log {log}", new Random(log), Filter);
                byTerms += await CheckAsync(source, $"log {log}, terms", new Random(log), Rare);
            });
        }
        byZones.ShouldBeGreaterThan(Logs * Questions / 2);
        byTerms.ShouldBeGreaterThan(Logs * Questions / 4);
    }

    private static async Task<int> CheckAsync(NpgsqlDataSource source, string name, Random random, Func<Random, string[], TimelineFilter> ask)
    {
        // So small that every page goes by zones, and regions hold several zones each; or such that zones are widened rather than divided.
        var options = new ZoneOptions { SegmentsOfZone = random.Next(2) == 0 ? 1 + random.Next(4) : 25, ZonesOfRegion = 2 + random.Next(4), MostAtOnce = 40, FewSegments = 1, MostBehind = 1_000_000 };
        // Blocks of a few positions, so that some hold what is asked for and some do not; where few may be read, zones take over.
        var terms = new TermOptions { PositionsOfBlock = 1 + random.Next(6), BlocksAtOnce = 1 + random.Next(20), Readiness = random.Next(2) == 0 ? 1_000_000 : 1, MostBehind = 1_000_000 };
        var events = await HistoryDatabase.EventsAsync(source);
        var times = BruteForce.Times(events);
        var actors = events.Select(recorded => recorded.Event).OfType<Domain.Developments.DevelopmentReported>().Select(report => report.Actor).Distinct().ToArray();
        await MakeAsync(source, options, events[random.Next(events.Count / 4)].Position);
        var (view, pages, changes, asked, held) = (new TimelineView(source), new TimelinePages(source, options, terms), new ChangeTimes(source), 0, 0);
        // What a page is held of is read where it fills with the next few segments.
        var near = new TimelinePages(source, options with { FewSegments = 60 }, terms);
        for (var i = 0; i < Questions; i++)
        {
            if (i % 4 == 3)
            {
                await StepAsync(source, options, random.Next(30));
                await new TermRun(source, terms).AdvanceAsync(await new ViewSets(source).CurrentAsync(CancellationToken.None), 1, CancellationToken.None);
            }
            if (i == Questions / 2 && random.Next(2) == 0)
                await ZoneKeeper.CatchUpAsync(source, options, terms, CancellationToken.None);
            var (knownAt, basis) = (times[random.Next(times.Count)], events[random.Next(events.Count)].Position);
            var filter = ask(random, actors);
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
                Encoding.UTF8.GetString(page.Items.Json(limit).Span).ShouldBe(string.Join(',', all.Skip(from).Take(limit).Select(item => Encoding.UTF8.GetString(item.Json))));
            page.Changed.ShouldBe(await changes.LastAsync(knownAt, basis, filter, CancellationToken.None), $"{name}, question {i}: last change at {knownAt}, {basis}, {filter}");
            held += await CheckHeldAsync(near, new PageQuestion(knownAt, basis, IsSeen: random.Next(2) == 0, filter, isDescending, after, limit), times, random);
            if (filter.Actors is [_])
            {
                var since = times[random.Next(times.Count)];
                (await new ChangeTimes(source, fewSegments: 0).SecondsAsync(since, basis, filter, limit, CancellationToken.None))
                    .ShouldBe(await changes.SecondsAsync(since, basis, filter, limit, CancellationToken.None), $"{name}, question {i}: seconds from {since} at {basis}, {filter}");
            }
            asked += page.Items.Count > 0 ? 1 : 0;
        }
        held.ShouldBeGreaterThan(Questions / 4, name);
        await using var blocks = source.CreateCommand("select count(*) from timeline.term_blocks");
        ((long)(await blocks.ExecuteScalarAsync())!).ShouldBeGreaterThan(1);
        return asked;
    }

    /// <summary>What is held of a page answers for other knowledge times as reading it anew does: those next to it, at which it may cease to hold, among them.</summary>
    /// <returns>How many of them it answered for.</returns>
    private static async Task<int> CheckHeldAsync(TimelinePages pages, PageQuestion question, IReadOnlyList<Domain.Time.Instant> times, Random random)
    {
        var first = await pages.ReadAsync(question, held: null, CancellationToken.None);
        ShouldBeSame(first.Page, await pages.ReadAsync(question, CancellationToken.None), $"{question}");
        if (first.New is not { All: [var items] } held)
            return 0;
        items.Holds(question.KnownAt!.Value).ShouldBeTrue();
        var hits = 0;
        Domain.Time.Instant[] others = [items.From, items.To.PlusMicroseconds(-1), items.To, times[random.Next(times.Count)], times[random.Next(times.Count)]];
        foreach (var other in others.Where(time => time.IsInCalendar))
        {
            var asked = question with { KnownAt = other };
            var again = await pages.ReadAsync(asked, held, CancellationToken.None);
            again.WasHeld.ShouldBe(items.Holds(other));
            ShouldBeSame(again.Page, await pages.ReadAsync(asked, CancellationToken.None), $"{asked}, held from {items.From} to {items.To}");
            hits += again.WasHeld ? 1 : 0;
        }
        return hits;
    }

    private static void ShouldBeSame(TimelinePage page, TimelinePage expected, string question)
    {
        (page with { Items = expected.Items }).ShouldBe(expected, question);
        page.Items.Developments.ShouldBe(expected.Items.Developments, question);
        page.Items.Json(page.Items.Count).Span.SequenceEqual(expected.Items.Json(expected.Items.Count).Span).ShouldBeTrue(question);
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

    private static TimelineFilter Rare(Random random, string[] actors)
    {
        var filter = Filter(random, actors);
        if (random.Next(4) == 0)
            filter = filter with { Tags = [.. Enumerable.Range(0, 1 + random.Next(2)).Select(_ => Tags[random.Next(Tags.Length)])] };
        if (random.Next(4) == 0)
            filter = filter with { Box = Boxes[random.Next(Boxes.Length)] };
        if (random.Next(4) == 0)
            filter = filter with { Publishers = [.. Enumerable.Range(0, 1 + random.Next(2)).Select(_ => Publishers[random.Next(Publishers.Length)])] };
        if (random.Next(4) == 0)
            filter = filter with { Statuses = [(DevelopmentStatus)random.Next(4)] };
        if (random.Next(3) == 0)
            filter = filter with { Search = [.. Enumerable.Range(0, 1 + random.Next(4)).Select(_ => Found(random, actors))] };
        return filter;
    }

    private static FoundTerm Found(Random random, string[] actors) => new(
        random.Next(3),
        new SearchTerm(Words[random.Next(Words.Length)], IsPrefix: random.Next(4) == 0, IsNegated: random.Next(5) == 0),
        random.Next(4) == 0 ? [actors[random.Next(actors.Length)]] : []);

    private static EdtfValue Edtf(string text) => EdtfValue.TryParse(text, out var value, out _) ? value : throw new ArgumentException(text, nameof(text));
}
