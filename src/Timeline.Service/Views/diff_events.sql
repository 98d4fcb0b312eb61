-- Every event of some developments up to a position, each looked up by key (offset 0 keeps the planner from joining first).
select asked.development, event.seq_id, event.timestamp, event.type, event.data::text
from unnest($1::text[]) as asked (development)
cross join lateral (
    select e.seq_id, e.timestamp, e.type, e.data
    from timeline.development_log l
    join timeline.mt_events e on e.seq_id = l.position
    where l.development = asked.development and l.position <= $2
    order by l.position offset 0) as event
order by asked.development collate "C", event.seq_id
