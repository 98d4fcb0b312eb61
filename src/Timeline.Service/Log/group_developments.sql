-- Every event of some developments, with the stream that they are on and its version.
select l.development, e.seq_id, e.timestamp, e.type, e.data::text, e.stream_id, s.version
from timeline.development_log l
join timeline.mt_events e on e.seq_id = l.position
join timeline.mt_streams s on s.id = e.stream_id
where l.development = any ($1)
order by l.development, l.position
