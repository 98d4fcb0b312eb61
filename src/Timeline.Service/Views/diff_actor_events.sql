-- The events of some actors' own records after position $2, up to position $3.
select e.stream_id, e.seq_id, e.timestamp, e.type
from timeline.mt_events e
where e.stream_id = any ($1) and e.type in ('actor_registered', 'actor_described') and e.seq_id > $2 and e.seq_id <= $3
order by e.seq_id
