-- All segments by actor ('' is everybody) and key.
select present.actor, s.occurred_from as to_occurred, s.development as to_development,
       min(s.known_from) as known_from, min(s.recorded_from) as recorded_from, max(s.occurred_to) as occurred_to, count(*) as segments
from timeline.segments s cross join lateral unnest(s.actors || '{""}') as present (actor)
group by present.actor, s.occurred_from, s.development
