-- Every event of some developments up to a position.
select l.development, e.seq_id, e.timestamp, e.type, e.data::text
from timeline.development_log l
join timeline.mt_events e on e.seq_id = l.position
where l.development = any ($1) and l.position <= $2
order by l.development, l.position
