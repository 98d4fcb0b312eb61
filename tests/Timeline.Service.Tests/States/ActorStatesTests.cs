using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Timeline.Domain.Time;
using Timeline.Service.Log;
using Timeline.Service.Rebuilding;
using Timeline.Service.States;
using Timeline.Service.Tests.Rebuilding;
using Timeline.Service.Tests.Views;
using Timeline.Service.Views;
using Timeline.Testing;

namespace Timeline.Service.Tests.States;

/// <summary>
/// An actor's state from its summaries is the one from all that it stands in: for random histories, at any knowledge time and basis, however far the
/// summaries go.
/// </summary>
public sealed class ActorStatesTests(HistoryDatabase databases) : IClassFixture<HistoryDatabase>
{
    /// <summary>Everything happens with a few events: runs of three levels, chunks of a few points, lists that are too short.</summary>
    private static readonly StateOptions Tiny = new()
    {
        LeastChanges = 1,
        RunLength = 3,
        FanOut = 2,
        Levels = 3,
        ChunkBytes = 200,
        BatchSize = 7,
        LongestTail = 20,
        Lists = new ListLengths(First: 2, Latest: 2, Treaties: 3, Claims: 3, Extremes: 2),
    };

    private static int Histories => Environment.GetEnvironmentVariable("TIMELINE_NIGHTLY") == "1" ? 2_000 : 8;

    [Fact]
    public async Task The_state_from_summaries_is_the_state_from_everything_however_far_they_go()
    {
        var asked = new Asked();
        for (var seed = 1; seed <= Histories; seed++)
        {
            var random = new Random(seed);
            var own = seed;
            var options = seed % 2 == 0 ? Tiny : Tiny with { Lists = new StateOptions().Lists, LongestTail = 10_000 };
            await databases.WithAsync(new History([]), async source =>
            {
                var keeper = new StateKeeper(source, options);
                await WriteAsync(source, Some(own), async () =>
                {
                    while (random.Next(3) == 0)
                        await keeper.StepAsync(CancellationToken.None);
                });
                await AskAsync(source, options, $"history {own}, midway", random, 30, asked);
                await keeper.CatchUpAsync(CancellationToken.None);
                await AskAsync(source, options, $"history {own}", random, 50, asked);
            });
        }
        // Or else this has compared nothing.
        asked.Summaries.ShouldBeGreaterThan(asked.Questions / 2);
    }

    [Fact]
    public async Task Two_keepers_at_once_keep_the_same_as_one_also_while_a_third_discards() => await databases.WithAsync(new History([]), async source =>
    {
        StateKeeper[] keepers = [new(source, Tiny), new(source, Tiny)];
        using var isWritten = new CancellationTokenSource();
        var keeping = keepers.Select(keeper => Task.Run(async () =>
        {
            while (!isWritten.IsCancellationRequested)
                await keeper.StepAsync(CancellationToken.None);
        })).ToList();
        var (steps, discarder) = (0, new StateKeeper(source, Tiny));
        await WriteAsync(source, Some(77), async () =>
        {
            if (++steps % 40 == 0)
                await discarder.DiscardAsync(CancellationToken.None);
        });
        await isWritten.CancelAsync();
        await Task.WhenAll(keeping);
        // As after a restart: another one goes on where they are.
        await new StateKeeper(source, Tiny).CatchUpAsync(CancellationToken.None);
        var asked = new Asked();
        await AskAsync(source, Tiny, "two keepers", new Random(1), 60, asked);
        asked.Summaries.ShouldBeGreaterThan(30);
    });

    [Fact]
    public async Task Discarded_summaries_are_not_asked_and_are_made_again() => await databases.WithAsync(new History([]), async source =>
    {
        await WriteAsync(source, Some(5), () => Task.CompletedTask);
        var keeper = new StateKeeper(source, Tiny);
        await keeper.CatchUpAsync(CancellationToken.None);
        await source.CreateCommand("update timeline.state_chunks set points = ''").ExecuteNonQueryAsync();
        await keeper.DiscardAsync(CancellationToken.None);
        var before = new Asked();
        await AskAsync(source, Tiny, "discarded", new Random(1), 30, before);
        before.Summaries.ShouldBe(0);
        await keeper.CatchUpAsync(CancellationToken.None);
        var after = new Asked();
        await AskAsync(source, Tiny, "made again", new Random(1), 30, after);
        after.Summaries.ShouldBeGreaterThan(10);
        (await CountAsync(source, "select count(*) from timeline.state_chunks where generation < (select generation from timeline.state_head)")).ShouldBe(0);
    });

    [Fact]
    public async Task Summaries_are_right_still_when_tables_with_the_same_rows_have_become_live() => await databases.WithAsync(new History([]), async source =>
    {
        var keeper = new StateKeeper(source, Tiny);
        await WriteAsync(source, Some(8), async () => await keeper.StepAsync(CancellationToken.None));
        await keeper.CatchUpAsync(CancellationToken.None);
        var generation = await CountAsync(source, "select generation::bigint from timeline.state_head");
        using var isSwitched = new CancellationTokenSource();
        var keeping = Task.Run(async () =>
        {
            while (!isSwitched.IsCancellationRequested)
                await keeper.StepAsync(CancellationToken.None);
        });
        var rebuild = new OperationRequest(OperationKind.Rebuild, Projections.All, new OperationOptions(new Selection()), "tester");
        for (var i = 0; i < 3; i++)
            (await RebuildLog.RunAsync(source, new ViewSets(source), rebuild)).State.ShouldBe(OperationState.Succeeded);
        await isSwitched.CancelAsync();
        await keeping;

        (await CountAsync(source, "select generation::bigint from timeline.state_head")).ShouldBe(generation);
        (await CountAsync(source, "select count(*) from timeline.view_sets")).ShouldBe(4);
        var asked = new Asked();
        await AskAsync(source, Tiny, "after the switch", new Random(1), 30, asked);
        asked.Summaries.ShouldBeGreaterThan(10);
    });

    [Fact]
    public async Task Summaries_of_another_shape_are_made_again() => await databases.WithAsync(new History([]), async source =>
    {
        await WriteAsync(source, Some(6), () => Task.CompletedTask);
        await new StateKeeper(source, Tiny).CatchUpAsync(CancellationToken.None);
        var other = Tiny with { RunLength = 4 };
        var before = new Asked();
        await AskAsync(source, other, "another shape", new Random(1), 20, before);
        before.Summaries.ShouldBe(0);
        await new StateKeeper(source, other).CatchUpAsync(CancellationToken.None);
        var after = new Asked();
        await AskAsync(source, other, "made again", new Random(1), 20, after);
        after.Summaries.ShouldBeGreaterThan(10);
    });

    private static History Some(int seed) => History.SideBySide([.. Enumerable.Range(0, 4).Select(part => History.Generate((seed * 4) + part, 40))]);

    private static async Task WriteAsync(NpgsqlDataSource source, History history, Func<Task> afterEach)
    {
        using var writer = new LogWriter(source, new LockWatchdog(NullLogger<LockWatchdog>.Instance), NullLogger<LogWriter>.Instance);
        await writer.StartAsync(CancellationToken.None);
        await history.ApplyAsync(async step =>
        {
            var outcome = await writer.AppendAsync(new Append(step.Command, new Origin("oracle")));
            await afterEach();
            return outcome.Answer?.Position;
        });
        await writer.StopAsync(CancellationToken.None);
    }

    /// <summary>Asks for random actors at random points, both ways.</summary>
    private static async Task AskAsync(NpgsqlDataSource source, StateOptions options, string name, Random random, int questions, Asked asked)
    {
        var events = await HistoryDatabase.EventsAsync(source);
        var times = BruteForce.Times(events);
        var actors = await ActorsAsync(source);
        if (times.Count == 0)
            return;
        var view = new ActorView(source);
        var states = new ActorStates(source, view, options);
        for (var i = 0; i < questions; i++)
        {
            var actor = actors[random.Next(actors.Count)];
            var knownAt = times[random.Next(times.Count)];
            var basis = random.Next(3) == 0 ? events[^1].Position : events[random.Next(events.Count)].Position;
            var question = $"{name}: {actor} known at {knownAt}, basis {basis}";
            if (await view.FindAsync(actor, basis, CancellationToken.None) is not { } record)
            {
                (await states.FindAsync(actor, knownAt, basis, CancellationToken.None)).ShouldBeNull(question);
                continue;
            }
            asked.Questions++;
            var (position, newestKnownAt) = await view.NewestAsync(actor, knownAt, basis, CancellationToken.None);
            var expected = Text(Math.Max(record.RecordedFrom, position), newestKnownAt, await view.StateAsync(actor, knownAt, basis, CancellationToken.None));
            var at = (await states.FindAsync(actor, knownAt, basis, CancellationToken.None)).ShouldNotBeNull(question);
            Text(at.Position, at.KnownAt, await at.StateAsync()).ShouldBe(expected, question);
            asked.Summaries += at.IsSummarised ? 1 : 0;
        }
    }

    private static string Text(long position, Instant knownAt, ActorState state) => string.Join(
        '\n',
        [
            $"{position} {knownAt}",
            .. state.Kinds.Select(kind => $"{kind.Kind} {kind.Count} {Text(kind.Latest)}"),
            .. state.Counterparts.Select(pair => $"{pair.Actor} {pair.Count}"),
            $"first {Text(state.First)}",
            $"last {Text(state.Last)}",
            .. state.Treaties.Select(Text),
            .. state.Claims.SelectMany(group => group.Latest.Select(claim => $"{claim.At} {claim.Development} {claim.Figure.GetRawText()}")
                .Prepend($"{group.Measure} {group.Unit} {group.Attribution} {group.Count} {group.Min} {group.Max}")),
        ]);

    private static string Text(byte[]? entry) => entry is null ? "none" : System.Text.Encoding.UTF8.GetString(entry);

    private static async Task<IReadOnlyList<string>> ActorsAsync(NpgsqlDataSource source)
    {
        await using var command = source.CreateCommand("select distinct actor from timeline.actors order by actor");
        await using var reader = await command.ExecuteReaderAsync();
        var actors = new List<string>();
        while (await reader.ReadAsync())
            actors.Add(reader.GetString(0));
        return actors;
    }

    private static async Task<long> CountAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private sealed class Asked
    {
        public int Questions { get; set; }

        public int Summaries { get; set; }
    }
}
