-- Actors at position $1 in the order of their ids, after $2, of some kinds ($3, null for all).
select actor, name, kind, aliases, recorded_from
from timeline.actors
where recorded_from <= $1 and recorded_to > $1 and ($2::text is null or actor > $2) and ($3::text[] is null or kind = any ($3))
order by actor
limit $4
