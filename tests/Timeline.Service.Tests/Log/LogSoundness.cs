using Npgsql;

namespace Timeline.Service.Tests.Log;

/// <summary>What holds of every log, whoever wrote it and whatever befell the writers.</summary>
internal static class LogSoundness
{
    private const string Broken =
        """
        select 'versions of ' || stream_id || ' have holes' from timeline.mt_events
        group by stream_id having min(version) <> 1 or max(version) <> count(*) or count(distinct version) <> count(*)
        union all
        select 'stream ' || s.id || ' is at ' || s.version || ', its newest event at ' || max(e.version)
        from timeline.mt_streams s join timeline.mt_events e on e.stream_id = s.id group by s.id, s.version having s.version <> max(e.version)
        union all
        select 'time of ' || seq_id || ' does not rise' from (
          select seq_id, timestamp, lag(timestamp) over (order by seq_id) as before from timeline.mt_events) e where timestamp <= before
        union all
        select 'event ' || coalesce(e.seq_id, l.position) || ' stands in one of the log and its index' from
          (select * from timeline.mt_events where type like 'development%') e
          full join timeline.development_log l on l.position = e.seq_id where e.seq_id is null or l.position is null
        union all
        select 'report ' || e.seq_id || ' is not in the view' from timeline.mt_events e
        where e.type = 'development_reported' and not exists (
          select from timeline.segments s where s.development = e.data ->> 'development' and s.recorded_from = e.seq_id)
        union all
        select 'segments of ' || a.development || ' overlap' from timeline.segments a join timeline.segments b
          on b.development = a.development and (b.recorded_from, b.known_from) > (a.recorded_from, a.known_from)
          and b.recorded_from < a.recorded_to and a.recorded_from < b.recorded_to and b.known_from < a.known_to and a.known_from < b.known_to
        union all
        select 'key ' || k.key || ' does not tell its event' from timeline.command_keys k
        where k.position is not null and not exists (select from timeline.mt_events e
          where e.seq_id = k.position and e.stream_id = k.answer::json ->> 'stream' and e.version = (k.answer::json ->> 'version')::bigint)
        """;

    public static async Task ShouldBeSoundAsync(this NpgsqlDataSource source)
    {
        await using var command = source.CreateCommand(Broken);
        await using var reader = await command.ExecuteReaderAsync();
        var broken = new List<string>();
        while (await reader.ReadAsync())
            broken.Add(reader.GetString(0));
        broken.ShouldBeEmpty();
    }
}
