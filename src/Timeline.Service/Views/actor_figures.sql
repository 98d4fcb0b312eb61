-- The entries of an actor at ($2, $3) that hold figures, in the order in which they occurred.
select s.entry
from timeline.segment_actors a join timeline.segments s using (development, known_from, recorded_from)
where a.actor = $1 and s.known_from <= $2 and s.known_to > $2 and s.recorded_from <= $3 and s.recorded_to > $3 and s.status <> 'retracted'
  and s.measures <> '{}'
order by a.occurred_from, a.development
