-- The events after position $1 and up to $2 whose type is like $3, at most $4, in order; each with its row in timeline.development_log, if any.
select e.seq_id, e.timestamp, e.type, e.data::text, l.development, l.newest_known_at
from timeline.mt_events e
left join timeline.development_log l on l.position = e.seq_id
where e.seq_id > $1 and e.seq_id <= $2 and e.type like $3
order by e.seq_id
limit $4
