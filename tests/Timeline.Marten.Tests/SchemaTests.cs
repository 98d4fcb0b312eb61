using JasperFx;
using Weasel.Core;

namespace Timeline.Marten.Tests;

/// <summary>The tables that our migrations make are Marten's, by its own judgement.</summary>
public class SchemaTests(TwoHosts hosts) : IClassFixture<TwoHosts>
{
    private const string Shape =
        """
        select concat_ws(' ', table_name, column_name, data_type, character_maximum_length, column_default, is_nullable) from information_schema.columns
        where table_schema = 'timeline' and table_name in ('mt_streams', 'mt_events', 'mt_event_progression')
        union all select indexdef from pg_indexes where schemaname = 'timeline' and tablename in ('mt_streams', 'mt_events', 'mt_event_progression')
        union all select conname || pg_get_constraintdef(oid) from pg_constraint where conrelid in ('timeline.mt_streams'::regclass, 'timeline.mt_events'::regclass, 'timeline.mt_event_progression'::regclass)
        union all select tgname from pg_trigger where tgrelid in ('timeline.mt_streams'::regclass, 'timeline.mt_events'::regclass)
        order by 1
        """;

    [Fact]
    public async Task Marten_finds_no_difference_in_the_event_tables()
    {
        var migration = await hosts.Foreign.Storage.Database.CreateMigrationAsync();

        var ours = migration.Deltas.Where(delta => delta.SchemaObject.Identifier.Name is "mt_streams" or "mt_events" or "mt_event_progression" or "mt_events_sequence").ToList();
        ours.Count.ShouldBeGreaterThanOrEqualTo(3);
        ours.Where(delta => delta.Difference != SchemaPatchDifference.None).ShouldBeEmpty();
    }

    [Fact]
    public async Task Marten_may_add_what_it_lacks_and_leaves_the_event_tables_as_they_are()
    {
        await using var willing = hosts.StoreOf(options => options.AutoCreateSchemaObjects = AutoCreate.CreateOrUpdate);
        var before = await hosts.ColumnAsync(Shape);

        await willing.Storage.ApplyAllConfiguredChangesToDatabaseAsync();
        await willing.Storage.Database.AssertDatabaseMatchesConfigurationAsync();

        (await hosts.ColumnAsync(Shape)).ShouldBe(before);
        before.ShouldNotBeEmpty();
    }
}
