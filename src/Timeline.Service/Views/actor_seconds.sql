-- The seconds from $1 on in which the answer at position $2, filtered by one actor, changed, in order: from all that the actor has.
select distinct date_trunc('second', change.at) as second
from {source} cross join lateral (values (s.known_from), (s.known_to)) as change (at)
where s.recorded_from <= $2 and s.recorded_to > $2 and change.at >= $1 and change.at < 'infinity' and {filter}
order by second
limit $3
