using Timeline.Service.Rebuilding;
using Timeline.Service.Tests.Log;
using Timeline.Service.Views;

namespace Timeline.Service.Tests.Rebuilding;

public class RebuildTests
{
    private static int Histories => Durability.Nightly.Or(100, 6);

    [Fact]
    public async Task Replaying_a_random_history_gives_every_row_again_and_switches_to_it()
    {
        for (var seed = 1; seed <= Histories; seed++)
        {
            await using var log = await RebuildLog.WithHistoryAsync(seed, 120);
            var before = await log.RowsAsync();

            var operation = await log.RebuildAsync();

            operation.State.ShouldBe(OperationState.Succeeded, $"history {seed}: {operation.Fault}");
            operation.Progress.HasDifferences.ShouldBeFalse();
            (await log.LiveSchemaAsync()).ShouldBe(operation.Schema);
            (await log.RowsAsync()).ShouldBe(before, $"history {seed}");
        }
    }

    [Theory]
    [InlineData(Projections.Timeline)]
    [InlineData(Projections.Actors)]
    public async Task One_view_is_rebuilt_and_the_other_stays_where_it_is(string projection)
    {
        await using var log = await RebuildLog.WithHistoryAsync(5, 100);
        var before = await log.RowsAsync();

        var operation = await log.RebuildAsync(projection);

        operation.State.ShouldBe(OperationState.Succeeded, operation.Fault);
        (await log.RowsAsync()).ShouldBe(before);
        (await log.ScalarAsync<string>("select timeline_schema || ' ' || actors_schema from timeline.view_sets where replaced_at is null"))
            .ShouldBe(projection == Projections.Timeline ? $"{operation.Schema} timeline" : $"timeline {operation.Schema}");
    }

    [Fact]
    public async Task What_is_written_meanwhile_is_in_the_new_view_and_every_writer_goes_on()
    {
        await using var log = await RebuildLog.WithHistoryAsync(7, 80);
        using var stop = new CancellationTokenSource();
        var written = 0;
        var writing = Task.Run(async () =>
        {
            for (; !stop.IsCancellationRequested; written++)
                (await log.WriteAsync([Given.Actor($"actor-{written}"), Given.Report($"new-{written}", $"actor-{written}"), Given.Correction($"new-{written / 2}", $"Corrected {written}")]))[0].Answer.ShouldNotBeNull();
        });

        for (var i = 0; i < 4; i++)
            (await log.RebuildAsync()).State.ShouldBe(OperationState.Succeeded);
        await stop.CancelAsync();
        await writing;

        written.ShouldBeGreaterThan(10);
        (await log.VerifyAsync()).State.ShouldBe(OperationState.Succeeded);
        (await log.ScalarAsync<long>("select count(distinct development) from timeline.segments where development like 'new-%'")).ShouldBe(written);
    }

    [Fact]
    public async Task A_late_correction_folds_its_own_development_again_and_no_other()
    {
        var projector = new PausingProjector(pauseAt: 50);
        var versions = new ViewVersions(ViewVersions.Shipped.Newest with { Timeline = projector });
        await using var log = await RebuildLog.CreateAsync();
        await log.WriteAsync([Given.Actor("usa"), .. Enumerable.Range(0, 100).Select(i => Given.Report($"d{i}"))]);
        var (operation, _) = await log.Operations.StartAsync(new OperationRequest(OperationKind.Rebuild, Projections.All, new OperationOptions(new Selection()), "tester"), CancellationToken.None);
        var rebuild = log.GoOnAsync(operation.Id, versions);

        await projector.Paused;
        await log.WriteAsync([Given.Correction("d7", "Corrected late")]);
        projector.GoOn();
        await rebuild;

        operation = (await log.Operations.FindAsync(operation.Id, CancellationToken.None))!;
        operation.State.ShouldBe(OperationState.Succeeded, operation.Fault);
        // Each report once, and the corrected development once more: its two events are read again.
        operation.Progress.Folds.ShouldBe(101);
        operation.Progress.Events.ShouldBe(101 + 1 + 2);
        (await log.ScalarAsync<long>("select count(*) from timeline.segments where development = 'd7'")).ShouldBe(3);
    }

    [Fact]
    public async Task A_development_that_is_followed_while_the_log_is_read_is_folded_as_a_whole()
    {
        var projector = new PausingProjector(pauseAt: 50);
        await using var log = await RebuildLog.CreateAsync();
        await log.WriteAsync([Given.Actor("usa"), .. Enumerable.Range(0, 5_000).Select(i => Given.Report($"d{i}")), Given.Correction("d8", "Corrected before")]);
        var (operation, _) = await log.Operations.StartAsync(new OperationRequest(OperationKind.Rebuild, Projections.All, new OperationOptions(new Selection()), "tester"), CancellationToken.None);
        using var stop = new CancellationTokenSource();
        var rebuild = log.GoOnAsync(operation.Id, new ViewVersions(ViewVersions.Shipped.Newest with { Timeline = projector }), stop.Token);
        await projector.Paused;
        await stop.CancelAsync();
        projector.GoOn();
        await Should.ThrowAsync<OperationCanceledException>(rebuild);
        // It is far from the report, which is in another page of the log, and was not foreseen.
        await log.WriteAsync([Given.Correction("d7", "Corrected late")]);
        var before = await log.RowsAsync();

        await log.GoOnAsync(operation.Id);

        operation = (await log.Operations.FindAsync(operation.Id, CancellationToken.None))!;
        operation.State.ShouldBe(OperationState.Succeeded, operation.Fault);
        (await log.RowsAsync()).ShouldBe(before);
        // Every report is folded once, but for the one that was followed late.
        operation.Progress.Folds.ShouldBe(5_001);
    }

    [Fact]
    public async Task Reports_out_of_order_cost_work_in_proportion_to_their_number()
    {
        var few = Durability.Nightly.Or(50_000, 1_000);
        await using var log = await RebuildLog.CreateAsync();
        await log.WriteAsync([Given.Actor("usa")]);

        var first = await ReportAsync(log, 0, few);
        var second = await ReportAsync(log, few, few);
        var rebuilt = (await log.RebuildAsync(Projections.Timeline)).Progress;

        // A report opens one row and closes none, however many lie before and after it in either time.
        second.ShouldBe(first);
        first.ShouldBe((few, 0));
        rebuilt.Folds.ShouldBe(2 * few);
        rebuilt.Rows.ShouldBe(2 * few);
        rebuilt.Events.ShouldBe((2 * few) + 1);
    }

    [Fact]
    public async Task Foreign_events_are_skipped_and_ours_that_another_program_appended_are_taken_in_when_that_is_accepted()
    {
        await using var log = await RebuildLog.WithHistoryAsync(3, 60);
        await log.ExecuteAsync(
            """
            insert into timeline.mt_streams (id, version) values ('mt_tombstone', 1), ('foreign', 1);
            insert into timeline.mt_events (id, stream_id, version, data, type) values (gen_random_uuid(), 'mt_tombstone', 1, '{}', 'tombstone');
            insert into timeline.mt_events (id, stream_id, version, data, type) values (gen_random_uuid(), 'foreign', 1,
              '{"actor": "foreign", "name": "Foreign", "kind": "state", "aliases": ["Elsewhere"]}', 'actor_registered');
            insert into timeline.mt_events (id, stream_id, version, data, type) values (gen_random_uuid(), 'foreign', 2,
              '{"development": "by-another", "actor": "foreign", "kind": "other", "occurred": "2024-10", "headline": "By another program",
                "source": {"publisher": "P"}, "reportedAt": "2024-10-20T00:00:00Z"}', 'development_reported')
            """);
        var status = await new ProjectionStatuses(log.Source, log.Sets).ReadAsync(CancellationToken.None);
        var head = await log.ScalarAsync<long>("select max(seq_id) from timeline.mt_events");

        status.Select(view => (view.Name, view.Lag, view.Position)).ShouldBe([("timeline", 1, head - 1), ("actors", 1, head - 2)]);
        var refused = await log.RebuildAsync();
        refused.State.ShouldBe(OperationState.Differs);
        (await log.DifferencesAsync(refused)).Select(row => (row.Table, row.Kind, row.Subject)).ShouldBe(
            [("development_log", "missing", "by-another"), ("segments", "missing", "by-another"), ("segment_actors", "missing", "by-another"),
             ("actors", "missing", "foreign"), ("actor_keys", "missing", "foreign"), ("actor_keys", "missing", "foreign")], ignoreOrder: true);
        (await log.RebuildAsync(options: new OperationOptions(new Selection(), Accept: true))).State.ShouldBe(OperationState.Succeeded);
        (await log.ScalarAsync<string>("select development from timeline.segments where development = 'by-another'")).ShouldBe("by-another");
        (await new ProjectionStatuses(log.Source, log.Sets).ReadAsync(CancellationToken.None)).ShouldAllBe(view => view.Lag == 0 && view.Position == head);
        (await log.VerifyAsync()).State.ShouldBe(OperationState.Succeeded);
    }

    [Fact]
    public async Task An_empty_log_has_empty_views()
    {
        await using var log = await RebuildLog.CreateAsync();

        (await log.VerifyAsync()).State.ShouldBe(OperationState.Succeeded);
        (await log.RebuildAsync()).State.ShouldBe(OperationState.Succeeded);
        await log.WriteAsync([Given.Actor("usa"), Given.Report("d1")]);
        (await log.VerifyAsync()).State.ShouldBe(OperationState.Succeeded);
    }

    [Fact]
    public async Task Of_what_was_replaced_nothing_is_left_when_its_time_is_over()
    {
        await using var log = await RebuildLog.WithHistoryAsync(2, 60);
        await log.RebuildAsync();
        var last = await log.RebuildAsync(Projections.Timeline);

        await new ReplacedSets(log.Source, log.Sets, new RebuildSettings { KeepReplaced = TimeSpan.FromHours(1) }).DropAsync(CancellationToken.None);
        (await log.SchemasAsync()).ShouldBe(2);
        await new ReplacedSets(log.Source, log.Sets, new RebuildSettings { KeepReplaced = TimeSpan.Zero }).DropAsync(CancellationToken.None);

        // The actors are still those of the first rebuild, and its segments are gone.
        (await log.ScalarAsync<string>("select string_agg(n.nspname || '.' || c.relname, ' ' order by c.relname) from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind = 'r' and c.relname in ('segments', 'actors')"))
            .ShouldBe($"timeline_set_{last.Id - 1}.actors {last.Schema}.segments");
        (await log.VerifyAsync()).State.ShouldBe(OperationState.Succeeded);
    }

    /// <returns>How many rows were opened and closed.</returns>
    private static async Task<(long Opened, long Closed)> ReportAsync(RebuildLog log, int first, int count)
    {
        var numbers = Enumerable.Range(first, count).ToArray();
        new Random(first).Shuffle(numbers);
        var before = await WorkAsync(log);
        foreach (var chunk in numbers.Chunk(250))
            (await log.WriteAsync([.. chunk.Select(number => Given.Report($"d{number}", day: 1 + (number % 28)))])).ShouldAllBe(outcome => outcome.Answer != null);
        var after = await WorkAsync(log);
        return (after.Opened - before.Opened, after.Closed - before.Closed);
    }

    private static async Task<(long Opened, long Closed)> WorkAsync(RebuildLog log) => (
        await log.ScalarAsync<long>("select count(*) from timeline.segments"),
        await log.ScalarAsync<long>("select count(*) from timeline.segments where recorded_to < 9223372036854775807"));
}
