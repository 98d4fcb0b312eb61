-- The actors that share developments with the actor at ($2, $3), and how many, most first.
select other.actor, count(*)
from timeline.segment_actors a
join timeline.segments s using (development, known_from, recorded_from)
cross join lateral unnest(s.actors) as other (actor)
where a.actor = $1 and other.actor <> $1
  and s.known_from <= $2 and s.known_to > $2 and s.recorded_from <= $3 and s.recorded_to > $3 and s.status <> 'retracted'
group by other.actor
order by count(*) desc, other.actor
limit 100
