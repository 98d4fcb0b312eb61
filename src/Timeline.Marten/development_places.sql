-- Where the events of some developments are: position, stream, and that stream's version.
select l.development, l.position, s.id, s.version
from timeline.development_log l
join timeline.mt_events e on e.seq_id = l.position
join timeline.mt_streams s on s.id = e.stream_id
where l.development = any ($1)
order by l.position
