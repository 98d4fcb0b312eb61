using Npgsql;
using Timeline.Service.Rebuilding;
using Timeline.Service.Tests.Support;
using Timeline.Service.Tests.Log;
using Timeline.Service.Views;

namespace Timeline.Service.Tests.Rebuilding;

/// <summary>A projector that has become wrong, without a new version, does not replace a view that is right.</summary>
public class PlantedBugTests
{
    [Fact]
    public async Task A_projector_that_overlooks_disputes_is_refused_at_the_switch_and_the_rows_are_named()
    {
        await using var log = await WrittenAsync();
        var right = await log.RowsAsync();

        var refused = await log.RebuildAsync(by: Of(new TrustingProjector()));

        refused.State.ShouldBe(OperationState.Differs, refused.Fault);
        refused.Progress.Phase.ShouldBe(OperationPhase.Switching);
        (await log.DifferencesAsync(refused)).Select(row => row.Subject).Distinct().ShouldBe(["d2"]);
        await ShouldBeAsBeforeAsync(log, right);
    }

    [Fact]
    public async Task So_is_one_whose_bug_shows_only_in_what_is_written_while_it_works()
    {
        await using var log = await WrittenAsync();
        var projector = new PausingProjector(pauseAt: 3, misspelled: "late");
        var (operation, _) = await StartAsync(log);
        var rebuild = log.GoOnAsync(operation.Id, Of(projector));
        await projector.Paused;
        await log.WriteAsync([Given.Report("late")]);
        projector.GoOn();
        await rebuild;

        var refused = (await log.Operations.FindAsync(operation.Id, CancellationToken.None))!;
        (refused.State, refused.Progress.Different, refused.Progress.Missing + refused.Progress.Surplus).ShouldBe((OperationState.Differs, 1, 0));
        var row = (await log.DifferencesAsync(refused)).ShouldHaveSingleItem();
        (row.Subject, row.Columns.Single()).ShouldBe(("late", "words"));
        (await log.LiveSchemaAsync()).ShouldBe("timeline");
    }

    [Fact]
    public async Task A_difference_that_comes_up_under_the_ordering_lock_stops_the_switch_too()
    {
        await using var log = await WrittenAsync();
        await using var foreign = await log.Source.OpenConnectionAsync();
        await using var transaction = await foreign.BeginTransactionAsync();
        await ExecuteAsync(foreign, "select timeline.lock_log()");
        await ExecuteAsync(
            foreign,
            """
            insert into timeline.mt_events (id, stream_id, version, data, type) values (gen_random_uuid(), 'usa', 100,
              '{"development": "last", "actor": "usa", "kind": "other", "occurred": "2024", "headline": "Past our writer", "source": {"publisher": "P"},
                "reportedAt": "2024-10-20T00:00:00Z"}', 'development_reported')
            """);
        var (operation, _) = await StartAsync(log);
        var rebuild = log.GoOnAsync(operation.Id);
        // Nothing else that it does takes that lock.
        while (await log.ScalarAsync<long>("select count(*) from pg_locks where locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database())") == 0)
            await Task.Delay(10);
        await transaction.CommitAsync();
        await rebuild;

        var refused = (await log.Operations.FindAsync(operation.Id, CancellationToken.None))!;
        (refused.State, refused.Progress.Phase).ShouldBe((OperationState.Differs, OperationPhase.Switching));
        (await log.DifferencesAsync(refused)).Select(row => (row.Table, row.Subject)).ShouldBe([("development_log", "last"), ("segments", "last")]);
        (await log.LiveSchemaAsync()).ShouldBe("timeline");
    }

    /// <summary>The comparison is held up until everything else waits for it: whoever cancels then is heeded all the same.</summary>
    [Fact]
    public async Task Cancelled_while_nothing_but_the_comparison_is_at_work_it_ends_as_cancelled()
    {
        await using var log = await WrittenAsync();
        var right = await log.RowsAsync();
        var projector = new PausingProjector(pauseAt: 3);
        var (operation, _) = await StartAsync(log);
        var rebuild = log.GoOnAsync(operation.Id, Of(projector));
        await projector.Paused;
        await using var foreign = await log.Source.OpenConnectionAsync();
        // Whoever reads the table has to wait for its heir; whoever only asks what indexes it has, as their building does, has not.
        await ExecuteAsync(foreign, "create table heir () inherits (timeline.segment_actors)");
        await using var transaction = await foreign.BeginTransactionAsync();
        await ExecuteAsync(foreign, "lock table heir in access exclusive mode");
        projector.GoOn();
        await UntilOnlyOneWaitsAsync(foreign.Database);

        await log.Operations.CancelAsync(operation.Id, CancellationToken.None);
        await rebuild.WaitAsync(TimeSpan.FromSeconds(30));

        (await log.Operations.FindAsync(operation.Id, CancellationToken.None))!.State.ShouldBe(OperationState.Cancelled);
        await transaction.RollbackAsync();
        await ShouldBeAsBeforeAsync(log, right);
    }

    [Fact]
    public async Task Whoever_accepts_the_difference_gets_it()
    {
        await using var log = await WrittenAsync();

        var operation = await log.RebuildAsync(options: new OperationOptions(new Selection(), Accept: true), by: Of(new TrustingProjector()));

        operation.State.ShouldBe(OperationState.Succeeded);
        operation.Progress.HasDifferences.ShouldBeTrue();
        (await log.ScalarAsync<long>("select count(*) from timeline.segments where status = 'disputed'")).ShouldBe(0);
        // And the right projector tells that the view is wrong now.
        (await log.VerifyAsync()).State.ShouldBe(OperationState.Differs);
    }

    /// <summary>Looks from another database, as whoever is active in the same one is taken for one who is at work there.</summary>
    private static async Task UntilOnlyOneWaitsAsync(string database)
    {
        await using var source = NpgsqlDataSource.Create(await TestServer.GetConnectionStringAsync());
        await using var command = source.CreateCommand(
            "select count(*) filter (where wait_event_type = 'Lock') = 1 and count(*) = 1 from pg_stat_activity where datname = $1 and state = 'active' and backend_type = 'client backend'");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = database });
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        for (var inARow = 0; inARow < 20; inARow = (bool)(await command.ExecuteScalarAsync(limit.Token))! ? inARow + 1 : 0)
            await Task.Delay(10, limit.Token);
    }

    private static Task<(Operation Operation, bool IsNew)> StartAsync(RebuildLog log) =>
        log.Operations.StartAsync(new OperationRequest(OperationKind.Rebuild, Projections.Timeline, new OperationOptions(new Selection()), "tester"), CancellationToken.None);

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static ViewVersions Of(TimelineProjector projector) => new(ViewVersions.Shipped.Newest with { Timeline = projector });

    private static async Task<RebuildLog> WrittenAsync()
    {
        var log = await RebuildLog.CreateAsync();
        await log.WriteAsync([Given.Actor("usa"), .. Enumerable.Range(1, 5).Select(i => Given.Report($"d{i}")), Given.Dispute("d2"), Given.Correction("d3", "Corrected")]);
        return log;
    }

    private static async Task ShouldBeAsBeforeAsync(RebuildLog log, IReadOnlyDictionary<string, string> rows)
    {
        (await log.RowsAsync()).ShouldBe(rows);
        (await log.LiveSchemaAsync()).ShouldBe("timeline");
        (await log.SchemasAsync()).ShouldBe(0);
    }
}
