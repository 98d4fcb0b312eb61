using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Timeline.Domain;
using Timeline.Domain.Developments;
using Timeline.Domain.Time;
using Timeline.Service.Import;
using Timeline.Service.Log;
using Timeline.Service.Tests.Commands;
using Timeline.Service.Tests.Durability;
using Timeline.Service.Tests.Log;
using Timeline.Testing;

namespace Timeline.Service.Tests.Import;

/// <summary>Many commands at a time, decided ahead and copied in, are what they would have been one by one.</summary>
public sealed class BulkImportTests
{
    private const int Histories = 24;
    private const int Commands = 30;

    private static readonly string[] Compared =
    [
        "select concat_ws('|', seq_id, stream_id, version, type, data, mt_dotnet_type, headers, user_name) from timeline.mt_events order by seq_id",
        "select concat_ws('|', id, version, type) from timeline.mt_streams order by id",
        "select concat_ws('|', position, development, newest_known_at) from timeline.development_log order by position",
        "select concat_ws('|', scope, key, request_hash, position, regexp_replace(answer, '\"recordedAt\":\"[^\"]*\"', '')) from timeline.command_keys order by scope, key",
        "select regexp_replace(s::text, 'recordedAt\"\":\"\"[^\"]*', '') from timeline.segments s order by development, recorded_from, known_from",
        "select a::text from timeline.segment_actors a order by a::text",
        "select a::text from timeline.actors a order by a::text",
        "select k::text from timeline.actor_keys k order by k::text",
    ];

    [Fact]
    public async Task Random_histories_give_the_same_log_and_the_same_views_in_bulk_as_one_by_one()
    {
        for (var seed = 0; seed < Nightly.Or(60, 3); seed++)
        {
            await using var alone = await ImportLog.CreateAsync();
            await using var bulk = await ImportLog.CreateAsync();
            var history = History.SideBySide([.. Enumerable.Range(seed * Histories, Histories).Select(each => History.Generate(each, Commands))]);
            var appends = new List<Append>();
            var expected = new List<string>();
            using (var writer = new BatchWriter(alone.Source, NullLoggerFactory.Instance))
            {
                await history.ApplyAsync(async step =>
                {
                    appends.Add(Append(Dated(step.Command), appends.Count));
                    var outcome = (await writer.WriteAsync([appends[^1]], CancellationToken.None))[0]!.Value;
                    expected.Add(Told(outcome));
                    return outcome.Answer?.Position;
                });
            }

            var told = new List<string>();
            using (var writer = new BatchWriter(bulk.Source, NullLoggerFactory.Instance))
            {
                Task<IReadOnlyList<AppendOutcome?>>? before = null;
                foreach (var batch in Batches(appends, new Random(seed)))
                {
                    var started = await writer.StartAsync(batch, before, CancellationToken.None);
                    told.AddRange((await (before ?? Nothing)).Select(outcome => Told(outcome!.Value)));
                    before = started;
                }
                told.AddRange((await before!).Select(outcome => Told(outcome!.Value)));
            }

            told.ShouldBe(expected, $"seed {seed}");
            foreach (var question in Compared)
                Difference(await bulk.ColumnAsync(question), await alone.ColumnAsync(question)).ShouldBeNull($"seed {seed}: {question}");
            await bulk.Source.ShouldBeSoundAsync();
        }
    }

    [Fact]
    public async Task Lines_that_come_again_in_the_same_file_are_duplicates_of_the_first()
    {
        await using var log = await ImportLog.CreateAsync();
        var reports = Enumerable.Range(0, 3_000).Select(Report).ToList();

        var run = await log.ImportAsync([Lines.Actor, .. reports, .. reports.Skip(1_500), .. reports]);

        run.Counts.ShouldBe((3_001, 4_500, 0));
        run.At(3_002).Position.ShouldBe(1_502);
        (await log.EventsAsync()).ShouldBe(3_001);
    }

    [Fact]
    public async Task Others_write_in_between_and_both_are_in_the_log_once()
    {
        await using var log = await ImportLog.CreateAsync();
        await log.ImportAsync(Lines.Actor);
        var importing = log.ImportAsync([.. Enumerable.Range(0, 6_000).Select(Report)]);
        using var other = new BatchWriter(log.Source, NullLoggerFactory.Instance);
        var others = 0;
        while (!importing.IsCompleted)
        {
            var command = ImportedCommand.Read(new InputLine(1, Encoding.UTF8.GetBytes(Lines.Report(string.Create(CultureInfo.InvariantCulture, $"other-{others++}")))));
            (await other.WriteAsync([new Append(command.Command!, new Origin("other"))], CancellationToken.None))[0]!.Value.Answer.ShouldNotBeNull();
        }

        (await importing).Counts.ShouldBe((6_000, 0, 0));
        others.ShouldBeGreaterThan(1);
        (await log.EventsAsync()).ShouldBe(6_001 + others);
        (await log.ColumnAsync("select analyze_count::text from pg_stat_user_tables where relid = 'timeline.segments'::regclass")).ShouldBe(["1"], "statistics gathered");
        await log.Source.ShouldBeSoundAsync();
    }

    [Fact]
    public async Task After_kill_9_in_the_middle_importing_again_ends_in_the_log_of_one_pass()
    {
        var isCompared = false;
        for (var kill = 0; kill < 5 && !isCompared; kill++)
            isCompared = await KillAsync();
        isCompared.ShouldBeTrue("Every kill left a gap, or came too late.");
    }

    /// <returns>
    /// False where the transaction that was undone had taken its positions: the gap that it leaves is right, and moves all that follow. So too
    /// where all was written before the kill.
    /// </returns>
    private static async Task<bool> KillAsync()
    {
        await using var killed = await ImportLog.CreateAsync();
        await using var whole = await ImportLog.CreateAsync();
        using var folder = new TemporaryFolder();
        var lines = Enumerable.Range(0, Nightly.Or(100_000, 12_000)).Select(i => i % 30 == 29 ? Lines.Correct($"r-{i - 7}", $"Corrected by {i}") : Report(i)).Prepend(Lines.Actor);
        var file = folder.Write("lines.ndjson", string.Join('\n', lines));
        await using (var importing = TimelineProcess.Start(killed.ConnectionString, "import", file))
        {
            while (await killed.EventsAsync() < 1_000)
                await Task.Delay(5);
            importing.Kill();
        }
        var written = await killed.EventsAsync();

        var again = await TimelineProcess.RunAsync(killed.ConnectionString, "", "import", file);
        var once = await TimelineProcess.RunAsync(whole.ConnectionString, "", "import", file);

        (again.ExitCode, once.ExitCode).ShouldBe((0, 0), again.Error + once.Error);
        (await killed.EventsAsync()).ShouldBe(await whole.EventsAsync());
        await killed.Source.ShouldBeSoundAsync();
        var all = await killed.EventsAsync();
        if (written == all || await killed.ColumnAsync("select max(seq_id)::text from timeline.mt_events") is not [var last] || last != all.ToString(CultureInfo.InvariantCulture))
            return false;
        foreach (var question in Compared)
            Difference(await killed.ColumnAsync(question), await whole.ColumnAsync(question)).ShouldBeNull(question);
        return true;
    }

    private static readonly Task<IReadOnlyList<AppendOutcome?>> Nothing = Task.FromResult<IReadOnlyList<AppendOutcome?>>([]);

    private static string Report(int i) => Lines.Report(string.Create(CultureInfo.InvariantCulture, $"r-{i}"));

    /// <summary>Without a time of its own a command takes the clock's, which differs.</summary>
    private static Command Dated(Command command)
    {
        var atNoon = new ReportTime(null, new Instant(1_729_857_600L * Instant.MicrosecondsPerSecond));
        return command switch
        {
            ReportDevelopment { Reported: { Day: null, Instant: null }, Source.PublishedAt: null } report => report with { Reported = atNoon },
            DatedFollowUp { Reported: { Day: null, Instant: null }, Source.PublishedAt: null } followUp => followUp with { Reported = atNoon },
            _ => command,
        };
    }

    /// <summary>Every tenth repeats the key of the one before it.</summary>
    private static Append Append(Command command, int number) => new(
        command, new Origin("tester"), new CommandKey(CommandKey.Import, string.Create(CultureInfo.InvariantCulture, $"k-{number - (number % 10 == 9 ? 1 : 0)}"), Encoding.UTF8.GetBytes(number % 20 == 19 ? $"{number}" : $"{number - (number % 10 == 9 ? 1 : 0)}")));

    /// <summary>Of one command, of some, and of so many that their rows are copied.</summary>
    private static IEnumerable<IReadOnlyList<Append>> Batches(List<Append> appends, Random random)
    {
        for (var from = 0; from < appends.Count;)
        {
            var size = random.Next(3) switch { 0 => 1, 1 => random.Next(2, 40), _ => 600 };
            yield return [.. appends.Skip(from).Take(size)];
            from += size;
        }
    }

    /// <summary>The first row in which two lists differ; whole, they would fill pages.</summary>
    private static string? Difference(IReadOnlyList<string> one, IReadOnlyList<string> other) =>
        one.Zip(other).Where(pair => pair.First != pair.Second).Select(pair => $"{pair.First} and not {pair.Second}").FirstOrDefault()
        ?? (one.Count == other.Count ? null : $"{one.Count} and not {other.Count}");

    private static string Told(AppendOutcome outcome) => $"{outcome.Answer?.Position} {outcome.Answer?.Version} {outcome.IsReplay} {outcome.Refusal?.Code} {outcome.Refusal?.Detail}";
}
