-- The seconds from $2 on in which the entry of one development changed, at position $3.
select distinct date_trunc('second', known_from) as second
from timeline.segments
where development = $1 and known_from >= $2 and recorded_from <= $3 and recorded_to > $3
order by second
limit $4
