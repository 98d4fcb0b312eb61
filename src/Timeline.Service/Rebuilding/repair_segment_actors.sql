-- Adds the rows that are expected and lacking, and removes those of some developments ($1) that an operation ($2) found to be surplus.
with removed as (
    delete from timeline.segment_actors a
    using timeline.operation_differences d
    where d.operation = $2 and d.table_name = 'segment_actors' and d.kind = 'surplus' and d.subject = any ($1)
      and a.actor = d.row_key ->> 'actor' and a.occurred_from = (d.row_key ->> 'occurred_from')::timestamptz and a.development = d.row_key ->> 'development'
      and a.known_from = (d.row_key ->> 'known_from')::timestamptz and a.recorded_from = (d.row_key ->> 'recorded_from')::bigint
      and not exists (select from pg_temp.segment_actors e
          where (e.actor, e.occurred_from, e.development, e.known_from, e.recorded_from) = (a.actor, a.occurred_from, a.development, a.known_from, a.recorded_from))
    returning 1),
added as (
    insert into timeline.segment_actors select * from pg_temp.segment_actors on conflict do nothing
    returning 1)
select (select count(*) from removed) + (select count(*) from added)
