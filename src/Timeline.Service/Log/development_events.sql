-- Every event of one development up to a position, with who recorded it.
select e.seq_id, e.version, e.timestamp, e.type, e.data::text, e.user_name, e.correlation_id, e.causation_id, e.stream_id
from timeline.development_log l
join timeline.mt_events e on e.seq_id = l.position
where l.development = $1 and l.position <= $2
order by l.position
