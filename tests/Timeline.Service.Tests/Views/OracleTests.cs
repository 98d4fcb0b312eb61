using System.Text;
using Npgsql;
using Timeline.Domain.Knowledge;
using Timeline.Domain.Time;
using Timeline.Service.Views;
using Timeline.Testing;

namespace Timeline.Service.Tests.Views;

/// <summary>
/// The views hold what the brute-force fold over the log says: for random histories — late, equal and out-of-order reports, corroborations
/// before the report, corrections of corrections, retractions, annulments — at every knowledge time and every basis.
/// </summary>
public sealed class OracleTests(HistoryDatabase databases) : IClassFixture<HistoryDatabase>
{
    private const int Commands = 40;
    private const int Questions = 25;

    private static int Histories => Environment.GetEnvironmentVariable("TIMELINE_NIGHTLY") == "1" ? 10_000 : 200;

    [Fact]
    public async Task Every_answer_of_the_views_is_the_folds()
    {
        for (var seed = 1; seed <= Histories; seed++)
        {
            var history = History.Generate(seed, Commands);
            var random = new Random(seed);
            await databases.WithAsync(history, source => CheckAsync(source, $"history {seed}", random));
        }
    }

    private static async Task CheckAsync(NpgsqlDataSource source, string name, Random random)
    {
        var events = await HistoryDatabase.EventsAsync(source);
        var segments = await HistoryDatabase.SegmentsAsync(source);
        var times = BruteForce.Times(events);
        if (times.Count == 0)
            return;
        foreach (var basis in events.Select(recorded => recorded.Position))
        {
            // At every position, a few times; at the newest, all of them.
            var asked = basis == events[^1].Position ? times : [.. Enumerable.Range(0, 6).Select(_ => times[random.Next(times.Count)])];
            foreach (var knownAt in asked)
            {
                var held = segments.Where(segment => segment.Holds(knownAt, basis)).OrderBy(segment => segment.Development, StringComparer.Ordinal).Select(segment => segment.Entry);
                held.ShouldBe(Expected(events, knownAt, basis), $"{name}, knownAt {knownAt}, basis {basis}");
            }
        }

        var view = new TimelineView(source);
        for (var i = 0; i < Questions; i++)
        {
            var (knownAt, basis) = (times[random.Next(times.Count)], events[random.Next(events.Count)].Position);
            if (knownAt.IsInCalendar)
                (await AnswerAsync(view, knownAt, basis)).ShouldBe(Expected(events, knownAt, basis), $"{name}, asked at {knownAt}, basis {basis}");
        }
    }

    private static IEnumerable<string> Expected(IReadOnlyList<Recorded> events, Instant knownAt, long basis) =>
        BruteForce.EntriesAt(events, knownAt, basis).Select(BruteForce.Text).OrderBy(IdOf, StringComparer.Ordinal);

    private static async Task<IEnumerable<string>> AnswerAsync(TimelineView view, Instant knownAt, long basis)
    {
        var entries = new List<string>();
        await foreach (var item in view.ReadAsync(knownAt, basis, new TimelineFilter { IncludeRetracted = true }, false, null, null, CancellationToken.None))
            entries.Add(Encoding.UTF8.GetString(item.Json));
        return entries.OrderBy(IdOf, StringComparer.Ordinal);
    }

    private static string IdOf(string entry) => System.Text.Json.JsonElement.Parse(entry).GetProperty("id").GetString()!;
}
