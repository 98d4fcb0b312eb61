-- How the live views stand: their version, since when their tables are live, the newest position; of the events of our types ($1) that come after the newest
-- one that the views know of, and which another program has appended, how many and from where on, of developments and of actors; and how many are set aside.
select s.version, s.live_from, h.position,
       behind.timeline, behind.timeline_first, behind.actors, behind.actors_first,
       (select count(*) from timeline.unreadable_events u where u.type not like 'actor%'),
       (select count(*) from timeline.unreadable_events u where u.type like 'actor%')
from timeline.view_sets s
cross join timeline.log_head() h
cross join lateral (
    select count(*) filter (where e.type like 'development%') as timeline, min(e.seq_id) filter (where e.type like 'development%') as timeline_first,
           count(*) filter (where e.type like 'actor%') as actors, min(e.seq_id) filter (where e.type like 'actor%') as actors_first
    from timeline.mt_events e
    where e.seq_id > greatest((select max(l.position) from timeline.development_log l), (select max(a.recorded_from) from timeline.actors a), 0)
      and regexp_replace(e.type, '_v[0-9]+$', '') = any ($1)
      and not exists (select from timeline.unreadable_events u where u.position = e.seq_id)) behind
where s.replaced_at is null
