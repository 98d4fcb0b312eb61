using Timeline.Service.Rebuilding;

namespace Timeline.Service.Tests.Rebuilding;

/// <summary>What is built has the shape of what it replaces, whatever migrations or operators have made of that.</summary>
public class ShadowTableTests
{
    private const string Shape =
        """
        select string_agg(line, chr(10) order by line) from (
          select replace(pg_get_indexdef(x.indexrelid), n.nspname, 'here') || ' ' || x.indisprimary || ' ' || x.indisvalid as line
          from pg_index x join pg_class t on t.oid = x.indrelid join pg_namespace n on n.oid = t.relnamespace, timeline.view_sets s
          where s.replaced_at is null and ((n.nspname = s.timeline_schema and t.relname in ('segments', 'segment_actors')) or (n.nspname = s.actors_schema and t.relname in ('actors', 'actor_keys')))
          union all
          select t.relname::text || '.' || a.attname::text || ' ' || format_type(a.atttypid, a.atttypmod) || ' ' || a.attnotnull || ' ' || a.attstorage::text || ' ' || coalesce(co.collname::text, '')
          from pg_attribute a join pg_class t on t.oid = a.attrelid join pg_namespace n on n.oid = t.relnamespace left join pg_collation co on co.oid = a.attcollation, timeline.view_sets s
          where s.replaced_at is null and a.attnum > 0 and ((n.nspname = s.timeline_schema and t.relname in ('segments', 'segment_actors')) or (n.nspname = s.actors_schema and t.relname in ('actors', 'actor_keys')))
          union all
          select t.relname::text || ' ' || t.relpersistence::text || ' ' || coalesce(array_to_string(t.reloptions, ','), '')
          from pg_class t join pg_namespace n on n.oid = t.relnamespace, timeline.view_sets s
          where s.replaced_at is null and t.relkind = 'r' and ((n.nspname = s.timeline_schema and t.relname in ('segments', 'segment_actors')) or (n.nspname = s.actors_schema and t.relname in ('actors', 'actor_keys')))
        ) as shape
        """;

    [Fact]
    public async Task Indexes_columns_and_settings_are_those_of_the_live_tables_again_and_again()
    {
        await using var log = await RebuildLog.WithHistoryAsync(3, 60);
        await log.ExecuteAsync(
            """
            create index by_range on timeline.segments using gist (int8range(recorded_from, recorded_to), tstzrange(known_from, known_to));
            create unique index odd_name on timeline.segment_actors (development, recorded_from desc, actor collate "C", known_from) include (occurred_from) where recorded_from > 0;
            create index by_lower_name on timeline.actors (lower(name));
            alter table timeline.segments set (fillfactor = 80)
            """);
        var before = await log.ScalarAsync<string>(Shape);

        (await log.RebuildAsync()).State.ShouldBe(OperationState.Succeeded);
        (await log.ScalarAsync<string>(Shape)).ShouldBe(before);
        (await log.RebuildAsync()).State.ShouldBe(OperationState.Succeeded);
        (await log.ScalarAsync<string>(Shape)).ShouldBe(before);
    }
}
