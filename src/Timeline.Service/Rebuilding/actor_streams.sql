-- The events of some actors' own records ($1) up to position $2.
select e.seq_id, e.timestamp, e.type, e.data::text, null::text, null::timestamptz
from timeline.mt_events e
where e.stream_id = any ($1) and e.type like 'actor%' and e.seq_id <= $2
order by e.seq_id
