-- Every event up to position $2 of the developments that the filtered answer at ($1, $2) shows, each development's together.
select l.development, e.seq_id, e.timestamp, e.type, e.data::text
from timeline.segments s
join timeline.development_log l on l.development = s.development and l.position <= $2
join timeline.mt_events e on e.seq_id = l.position
where s.known_from <= $1 and s.known_to > $1 and s.recorded_from <= $2 and s.recorded_to > $2
  and {filter}
order by l.development, l.position
