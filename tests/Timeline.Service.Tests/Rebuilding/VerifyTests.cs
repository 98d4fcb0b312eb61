using Timeline.Service.Rebuilding;
using Timeline.Service.Tests.Log;

namespace Timeline.Service.Tests.Rebuilding;

public class VerifyTests
{
    private static readonly OperationOptions Repairing = new(new Selection(), Repair: true);

    /// <summary>A wrong row of each kind in each table, and how it is told.</summary>
    public static TheoryData<string, string, string, string> Plants => new()
    {
        { "segments", "surplus", "nobody", "insert into timeline.segments select 'nobody', known_from, known_to, recorded_from, recorded_to, occurred_from, occurred_to, occurred_latest_start, occurred_earliest_end, actor, actors, kind, status, tags, publishers, measures, latitudes, longitudes, words, entry from timeline.segments where development = 'd3' limit 1" },
        { "segments", "missing", "d3", "delete from timeline.segments where (development, recorded_from) = ('d3', 5)" },
        { "segments", "different", "d3", "update timeline.segments set entry = replace(entry, 'Headline', 'headline') where (development, recorded_from) = ('d3', 5)" },
        { "segments", "different", "d4", "update timeline.segments set recorded_to = 6 where development = 'd4'" },
        { "segments", "different", "d4", "update timeline.segments set tags = '{planted}' where development = 'd4'" },
        { "segment_actors", "surplus", "d3", "insert into timeline.segment_actors select 'nobody', occurred_from, development, known_from, recorded_from from timeline.segment_actors where development = 'd3' limit 1" },
        { "segment_actors", "missing", "d4", "delete from timeline.segment_actors where development = 'd4'" },
        { "development_log", "missing", "d3", "delete from timeline.development_log where position = 9" },
        { "development_log", "surplus", "d3", "insert into timeline.development_log values (0, 'd3', now())" },
        { "development_log", "different", "d4", "update timeline.development_log set development = 'd3' where position = 6" },
        { "development_log", "different", "d4", "update timeline.development_log set newest_known_at = '2030-01-01' where position = 6" },
        { "actors", "surplus", "nobody", "insert into timeline.actors select 'nobody', recorded_from, recorded_to, name, kind, aliases, words from timeline.actors limit 1" },
        { "actors", "missing", "usa", "delete from timeline.actors where actor = 'usa' and recorded_from = 1" },
        { "actors", "different", "usa", "update timeline.actors set name = 'Somebody else' where actor = 'usa' and recorded_from = 1" },
        { "actor_keys", "surplus", "usa", "insert into timeline.actor_keys values ('planted', 'usa', 1)" },
        { "actor_keys", "missing", "usa", "delete from timeline.actor_keys where key = 'us'" },
        { "actor_keys", "different", "usa", "update timeline.actor_keys set actor = 'nobody' where key = 'us'" },
    };

    [Theory]
    [MemberData(nameof(Plants))]
    public async Task A_planted_row_a_deleted_one_and_a_changed_one_are_found_named_and_repaired(string table, string kind, string subject, string plant)
    {
        await using var log = await WrittenAsync();
        var right = await log.RowsAsync();
        await log.ExecuteAsync(plant);
        var wrong = await log.RowsAsync();

        var found = await log.VerifyAsync();

        found.State.ShouldBe(OperationState.Differs, found.Fault);
        (await log.DifferencesAsync(found)).ShouldContain(row => row.Table == table && row.Kind == kind && row.Subject == subject);
        (found.Progress.Missing + found.Progress.Surplus + found.Progress.Different).ShouldBe((await log.DifferencesAsync(found)).Count);
        (await log.RowsAsync()).ShouldBe(wrong, "a verification touches nothing");
        (await log.SchemasAsync()).ShouldBe(0);
        var repaired = await log.VerifyAsync(options: Repairing);
        repaired.State.ShouldBe(OperationState.Succeeded, repaired.Fault);
        repaired.Progress.Repaired.ShouldBeGreaterThan(0);
        (await log.RowsAsync()).ShouldBe(right);
        (await log.VerifyAsync()).State.ShouldBe(OperationState.Succeeded);
    }

    [Fact]
    public async Task A_difference_names_the_row_its_columns_and_the_events_that_make_it()
    {
        await using var log = await WrittenAsync();
        await log.ExecuteAsync("update timeline.segments set words = 'planted', kind = 'treaty' where (development, recorded_from) = ('d3', 5)");

        var found = await log.DifferencesAsync(await log.VerifyAsync(Projections.Timeline));

        var row = found.ShouldHaveSingleItem();
        (row.Table, row.Kind, row.Subject).ShouldBe(("segments", "different", "d3"));
        row.Columns.ShouldBe(["kind", "words"], ignoreOrder: true);
        row.Key.ShouldBe("""{"known_from": "2024-10-10T00:00:00+00:00", "development": "d3", "recorded_from": 5}""");
        // Opened by the report, closed by the first correction.
        row.Positions.ShouldBe([5, 8]);
    }

    /// <summary>A verification writes down what it finds as it goes; a rebuild looks first while it builds the indexes, and goes through all again.</summary>
    [Fact]
    public async Task Each_is_found_wherever_in_a_long_table_it_is()
    {
        await using var log = await WrittenAsync();
        foreach (var batch in Enumerable.Range(0, 9_000).Chunk(1_500))
            await log.WriteAsync([.. batch.Select(i => Given.Report($"long{i:D4}", headline: new string('x', 480)))]);
        (await log.ScalarAsync<long>("select pg_relation_size('timeline.segments') / 8192")).ShouldBeGreaterThan(WholeComparison.Blocks);
        var right = await log.VerifyAsync(Projections.Timeline);
        await log.ExecuteAsync("""
            update timeline.segments set words = 'planted' where development = 'long0005';
            delete from timeline.segments where development = 'long8995';
            insert into timeline.segments select 'nobody', known_from, known_to, recorded_from, recorded_to, occurred_from, occurred_to, occurred_latest_start, occurred_earliest_end, actor, actors, kind, status, tags, publishers, measures, latitudes, longitudes, words, entry from timeline.segments where development = 'long4000'
            """);

        var verified = await log.VerifyAsync(Projections.Timeline);
        var refused = await log.RebuildAsync(Projections.Timeline);

        right.State.ShouldBe(OperationState.Succeeded, right.Fault);
        foreach (var found in new[] { verified, refused })
        {
            (found.State, found.Progress.Different, found.Progress.Missing, found.Progress.Surplus).ShouldBe((OperationState.Differs, 1, 1, 1));
            (await log.DifferencesAsync(found)).Select(row => (row.Kind, row.Subject)).ShouldBe([("different", "long0005"), ("missing", "long8995"), ("surplus", "nobody")], ignoreOrder: true);
        }
        (await log.RebuildAsync(Projections.Timeline, new OperationOptions(new Selection(), Accept: true))).State.ShouldBe(OperationState.Succeeded);
        (await log.VerifyAsync(Projections.Timeline)).State.ShouldBe(OperationState.Succeeded);
    }

    [Fact]
    public async Task What_is_written_after_the_verification_began_is_no_difference()
    {
        await using var log = await WrittenAsync();
        using var stop = new CancellationTokenSource();
        var writing = Task.Run(async () =>
        {
            for (var i = 0; !stop.IsCancellationRequested; i++)
                await log.WriteAsync([Given.Report($"new{i}"), Given.Correction("d3", $"Again {i}", 15), Given.Aliases("usa", $"US{i}")]);
        });

        for (var i = 0; i < 5; i++)
            (await log.VerifyAsync()).State.ShouldBe(OperationState.Succeeded);
        await stop.CancelAsync();
        await writing;
    }

    [Fact]
    public async Task One_development_is_verified_at_the_cost_of_its_events()
    {
        await using var log = await WrittenAsync();
        await log.WriteAsync([.. Enumerable.Range(0, 200).Select(i => Given.Report($"other{i}"))]);
        await log.ExecuteAsync("update timeline.segments set words = 'planted' where development in ('d3', 'other7')");

        var found = await log.VerifyAsync(Projections.Timeline, new OperationOptions(new Selection(Development: "d3")));
        var clean = await log.VerifyAsync(Projections.Timeline, new OperationOptions(new Selection(Development: "d4")));

        (found.Progress.Folds, found.Progress.Events).ShouldBe((1, 3));
        (await log.DifferencesAsync(found)).ShouldAllBe(row => row.Subject == "d3");
        (clean.State, clean.Progress.Folds, clean.Progress.Events).ShouldBe((OperationState.Succeeded, 1, 1));
    }

    [Fact]
    public async Task An_actors_developments_are_those_that_it_is_the_subject_of_or_takes_part_in()
    {
        await using var log = await WrittenAsync();
        await log.WriteAsync([Given.Actor("france"), .. Enumerable.Range(0, 20).Select(i => Given.Report($"f{i}", "france"))]);

        var usa = await log.VerifyAsync(options: new OperationOptions(new Selection(Actor: "usa")));
        var france = await log.VerifyAsync(options: new OperationOptions(new Selection(Actor: "france")));

        usa.State.ShouldBe(OperationState.Succeeded, usa.Fault);
        // d1 to d5, and the actor's own record.
        (usa.Progress.Folds, france.Progress.Folds).ShouldBe((6, 21));
    }

    [Fact]
    public async Task A_range_of_positions_is_what_has_an_event_there()
    {
        await using var log = await WrittenAsync();

        var late = await log.VerifyAsync(Projections.Timeline, new OperationOptions(new Selection(From: 8, To: 9)));
        var first = await log.VerifyAsync(options: new OperationOptions(new Selection(To: 3)));

        (late.State, late.Progress.Folds, late.Progress.Events).ShouldBe((OperationState.Succeeded, 1, 3));
        // d1, and both actors.
        (first.State, first.Progress.Folds).ShouldBe((OperationState.Succeeded, 3));
    }

    [Fact]
    public async Task A_part_that_differs_is_written_anew_only_when_that_is_accepted()
    {
        await using var log = await WrittenAsync();
        var right = await log.RowsAsync();
        await log.ExecuteAsync("delete from timeline.segments where development = 'd3'; update timeline.segments set words = 'planted' where development = 'd5'");
        var selection = new Selection(Development: "d3");

        var refused = await log.RebuildAsync(Projections.Timeline, new OperationOptions(selection));
        var accepted = await log.RebuildAsync(Projections.Timeline, new OperationOptions(selection, Accept: true));

        (refused.State, refused.Progress.Missing).ShouldBe((OperationState.Differs, 5));
        (accepted.State, accepted.Progress.Repaired).ShouldBe((OperationState.Succeeded, 5));
        (await log.LiveSchemaAsync()).ShouldBe("timeline");
        (await log.DifferencesAsync(await log.VerifyAsync())).Select(row => row.Subject).ShouldBe(["d5"]);
        await log.VerifyAsync(options: Repairing);
        (await log.RowsAsync()).ShouldBe(right);
    }

    [Fact]
    public async Task A_repair_takes_in_what_was_written_since_and_writers_decide_on_what_it_has_put_right()
    {
        await using var log = await WrittenAsync();
        // What is planted behind the writers' backs they do not see, as long as they remember better.
        await log.ExecuteAsync("delete from timeline.actor_keys where key = 'us'; update timeline.view_sets set revision = revision + 1");
        (await log.WriteAsync([Given.Report("by-alias", "US")]))[0].Refusal.ShouldNotBeNull();

        (await log.VerifyAsync(options: Repairing)).State.ShouldBe(OperationState.Succeeded);

        (await log.WriteAsync([Given.Report("by-alias", "US")]))[0].Answer.ShouldNotBeNull();
        (await log.VerifyAsync()).State.ShouldBe(OperationState.Succeeded);
    }

    /// <summary>An actor with an alias at position 1, another at 2; reports of d1 to d5 at 3 to 7; two corrections of d3.</summary>
    private static async Task<RebuildLog> WrittenAsync()
    {
        var log = await RebuildLog.CreateAsync();
        await log.WriteAsync([Given.Actor("usa", "US"), Given.Actor("russia"), .. Enumerable.Range(1, 5).Select(i => Given.Report($"d{i}")), Given.Correction("d3", "Corrected"), Given.Correction("d3", "Corrected again", 12)]);
        return log;
    }
}
