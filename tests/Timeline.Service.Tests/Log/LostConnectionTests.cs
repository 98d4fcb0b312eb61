using System.Collections.Concurrent;
using System.Diagnostics;
using Npgsql;
using Timeline.Service.Log;

namespace Timeline.Service.Tests.Log;

public class LostConnectionTests
{
    [Fact]
    public async Task A_session_that_was_ended_between_two_groups_is_replaced_without_a_failure()
    {
        await using var log = await WriterDatabase.WithActorAsync();
        var writer = await log.StartWriterAsync();
        (await writer.AppendAsync(Given.Report("d1"))).Answer!.Version.ShouldBe(2);

        (await log.EndWriterSessionsAsync()).ShouldBeGreaterThan(0);

        (await writer.AppendAsync(Given.Report("d2"))).Answer!.Version.ShouldBe(3);
    }

    [Fact]
    public async Task When_sessions_end_at_random_moments_what_was_acknowledged_is_there_once_and_what_was_not_at_most_once()
    {
        await using var log = await WriterDatabase.WithActorAsync();
        var reader = PollingReader.Start(log.Source);
        var writers = new[] { await log.StartWriterAsync(), await log.StartWriterAsync() };
        var acknowledged = new ConcurrentDictionary<string, Appended>();
        var unknown = new ConcurrentBag<string>();
        using var stop = new CancellationTokenSource();

        var clients = Enumerable.Range(0, 16).Select(client => ReportAsync(writers[client % 2], client, acknowledged, unknown, stop.Token)).ToList();
        var random = new Random(7);
        var patience = Stopwatch.StartNew();
        for (var ended = 0L; (ended < 40 || acknowledged.Count < 300 || unknown.IsEmpty) && patience.Elapsed < TimeSpan.FromSeconds(30);)
        {
            await Task.Delay(random.Next(80));
            ended += await log.EndWriterSessionsAsync();
        }
        await stop.CancelAsync();
        await Task.WhenAll(clients);

        await reader.ShouldHaveSeenEverythingAsync();
        await log.Source.ShouldBeSoundAsync();
        unknown.ShouldNotBeEmpty();
        var stored = await log.ColumnAsync("select concat_ws(' ', data ->> 'development', version, seq_id) from timeline.mt_events where seq_id > 1");
        var told = acknowledged.Values.Select(answer => $"{answer.Id} {answer.Version} {answer.Position}").ToHashSet();
        told.Count.ShouldBeGreaterThanOrEqualTo(300);
        told.Except(stored).ShouldBeEmpty();
        stored.Except(told).Select(row => row.Split(' ')[0]).Except(unknown).ShouldBeEmpty();
        stored.Select(row => row.Split(' ')[0]).ShouldBeUnique();

        // Whether it came through or not: the same key makes it one.
        foreach (var id in unknown)
            (await writers[0].AppendAsync(Report(id))).Answer!.Id.ShouldBe(id);
        (await log.ScalarAsync<long>("select count(*) from timeline.development_log")).ShouldBe(told.Count + unknown.Count);
    }

    private static async Task ReportAsync(
        LogWriter writer, int client, ConcurrentDictionary<string, Appended> acknowledged, ConcurrentBag<string> unknown, CancellationToken stop)
    {
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            var id = $"c{client}-{i}";
            try
            {
                acknowledged[id] = (await writer.AppendAsync(Report(id))).Answer!;
            }
            catch (NpgsqlException)
            {
                unknown.Add(id);
            }
        }
    }

    private static Append Report(string id) => Given.Report(id).WithKey(id);
}
