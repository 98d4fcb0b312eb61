-- Every event, up to position $2, of some developments ($1), by the index {index}.
select i.development, e.seq_id, e.timestamp, e.type, e.data::text
from {index} i
join timeline.mt_events e on e.seq_id = i.position
where i.development = any ($1) and i.position <= $2
order by i.development, i.position
