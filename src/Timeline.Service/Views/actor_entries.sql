-- An actor's entries at ($2, $3), of one kind ($4, null for all), in the order {direction}.
select s.entry
from timeline.segment_actors a join timeline.segments s using (development, known_from, recorded_from)
where a.actor = $1 and s.known_from <= $2 and s.known_to > $2 and s.recorded_from <= $3 and s.recorded_to > $3 and s.status <> 'retracted'
  and ($4::text is null or s.kind = $4)
order by a.occurred_from {direction}, a.development {direction}
limit $5
