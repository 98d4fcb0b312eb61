namespace Timeline.Service.Tests.Log;

public class LookupTests
{
    [Fact]
    public async Task A_group_looks_up_by_key_also_in_tables_that_have_grown_since_they_were_last_analyzed()
    {
        await using var log = await WriterDatabase.WithActorAsync();
        await log.AppendTogetherAsync([.. Enumerable.Range(1, 60).Select(i => Given.Report($"d{i}").WithKey($"d{i}"))]);
        await log.ExecuteAsync(
            """
            alter table timeline.development_log set (autovacuum_enabled = false);
            alter table timeline.command_keys set (autovacuum_enabled = false);
            insert into timeline.development_log select 1000 + n, 'other' || n, now() from generate_series(1, 20000) n;
            insert into timeline.command_keys (scope, key, request_hash) select 'other', n, '' from generate_series(1, 20000) n
            """);
        var scans = await ScansAsync(log);
        var lookups = await LookupsAsync(log);

        var outcomes = await log.AppendTogetherAsync([.. Enumerable.Range(1, 60).Select(i => Given.Dispute($"d{i}").WithKey($"dispute {i}"))]);

        outcomes.ShouldAllBe(outcome => outcome.Answer != null);
        // A session reports what it did at the latest when it ends.
        await log.EndWriterSessionsAsync();
        for (var i = 0; i < 200 && await LookupsAsync(log) == lookups; i++)
            await Task.Delay(50);
        (await LookupsAsync(log)).ShouldBeGreaterThan(lookups);
        (await ScansAsync(log)).ShouldBe(scans);
    }

    private static Task<long> ScansAsync(WriterDatabase log) => SumAsync(log, "seq_scan");

    private static Task<long> LookupsAsync(WriterDatabase log) => SumAsync(log, "idx_scan");

    private static Task<long> SumAsync(WriterDatabase log, string counter) => log.ScalarAsync<long>(
        $"select sum({counter})::bigint from pg_stat_user_tables where schemaname = 'timeline' and relname in ('development_log', 'command_keys')");
}
