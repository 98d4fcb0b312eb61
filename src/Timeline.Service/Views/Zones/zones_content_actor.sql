-- The segments of a zone of an actor, by their keys.
select a.occurred_from as to_occurred, a.development as to_development,
       min(a.known_from) as known_from, min(a.recorded_from) as recorded_from, max(s.occurred_to) as occurred_to, count(*) as segments
from timeline.segment_actors a join timeline.segments s using (development, known_from, recorded_from)
where a.actor = whole.actor
  and (a.occurred_from, a.development) > (whole.from_occurred, whole.from_development)
  and (a.occurred_from, a.development) <= (whole.to_occurred, whole.to_development)
group by a.occurred_from, a.development
