-- The events of one stream after version $2, up to position $3, as they were written.
select version, seq_id, timestamp, type, data::text, user_name, correlation_id, causation_id
from timeline.mt_events
where stream_id = $1 and version > $2 and seq_id <= $3
order by version
limit $4
