-- The sessions that writers of the log wait for, directly or through others: whoever holds the ordering lock, and whoever stands in
-- the way of a session that holds it, waits for it, or waits to write the log's tables. $1 is one more waiting backend, or null.
-- idle_for is null while a statement runs. A running one that waits for its client (a COPY, an unfinished pipeline) has stalled if it
-- shows neither a new state nor more bytes for a while. Another role's session shows nothing unless pg_read_all_stats is granted.
with recursive
this_database (oid) as (
  select d.oid from pg_database d where d.datname = current_database()
),
seed (pid) as (
  select l.pid
  from pg_locks l join this_database on l.database = this_database.oid
  where l.locktype = 'advisory' and l.objsubid = 1
    and l.classid = (timeline.log_lock_key() >> 32)::oid and l.objid = (timeline.log_lock_key() & 4294967295)::oid
  union
  select l.pid
  from pg_locks l join this_database on l.database = this_database.oid
  where l.locktype = 'relation' and not l.granted and l.mode = 'RowExclusiveLock'
    and l.relation in ('timeline.mt_streams'::regclass, 'timeline.mt_events'::regclass)
  union
  select unnest(pg_blocking_pids($1))
),
involved (pid) as (
  select s.pid from seed s
  union
  select blocker from involved i cross join lateral unnest(pg_blocking_pids(i.pid)) blocker
)
select a.pid, a.backend_start, a.state_change, a.usename::text as role,
  case when a.state like 'idle%' then clock_timestamp() - a.state_change end as idle_for,
  coalesce(a.state = 'active' and a.wait_event_type = 'Client', false) as waits_for_client,
  c.bytes_processed as copied_bytes
from involved i
join pg_stat_activity a on a.pid = i.pid
left join pg_stat_progress_copy c on c.pid = a.pid
where a.backend_type = 'client backend' and a.pid <> pg_backend_pid();
