-- The planner's statistics of the log and of the live views, wherever their tables are.
do $$
declare
  live record;
begin
  select s.timeline_schema, s.actors_schema into strict live from timeline.view_sets s where s.replaced_at is null;
  execute format(
    'analyze timeline.mt_streams, timeline.mt_events, timeline.development_log, timeline.command_keys, %1$I.segments, %1$I.segment_actors, %2$I.actors, %2$I.actor_keys',
    live.timeline_schema, live.actors_schema);
end
$$
