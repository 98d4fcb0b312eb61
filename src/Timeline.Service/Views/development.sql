-- What was known of one development at $2 and position $3, and the newest position that affects it; a row even where nothing was known.
select newest.position, s.known_from, s.entry
from (select max(position) as position from timeline.development_log where development = $1 and position <= $3) as newest
left join timeline.segments s on s.development = $1 and s.known_from <= $2 and s.known_to > $2 and s.recorded_from <= $3 and s.recorded_to > $3
