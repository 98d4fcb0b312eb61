-- Every event up to position $2 of the developments that the filtered answer at ($1, $2) shows, one development after the other. Only their ids are
-- sorted, and the events looked up by key in that order (offset 0 keeps the planner from joining first): sorted as a whole, they would spill to disk
-- before the first of them arrives.
select shown.development, event.seq_id, event.timestamp, event.type, event.data::text
from (
    select s.development from timeline.segments s
    where s.known_from <= $1 and s.known_to > $1 and s.recorded_from <= $2 and s.recorded_to > $2
      and {filter}
    order by s.development offset 0) as shown
cross join lateral (
    select e.seq_id, e.timestamp, e.type, e.data
    from timeline.development_log l
    join timeline.mt_events e on e.seq_id = l.position
    where l.development = shown.development and l.position <= $2
    order by l.position offset 0) as event
order by shown.development, event.seq_id
