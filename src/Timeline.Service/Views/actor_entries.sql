-- An actor's entries at ($2, $3), of one kind ($4, null for all), in the order {direction}. Each segment is looked up as it comes: the server takes the
-- three columns of its key to be independent, and would join all segments for a few.
select s.entry
from timeline.segment_actors a
join lateral (
    select k.* from timeline.segments k where (k.development, k.known_from, k.recorded_from) = (a.development, a.known_from, a.recorded_from) offset 0) s on true
where a.actor = $1 and s.known_from <= $2 and s.known_to > $2 and s.recorded_from <= $3 and s.recorded_to > $3 and s.status <> 'retracted'
  and ($4::text is null or s.kind = $4)
order by a.occurred_from {direction}, a.development {direction}
limit $5
