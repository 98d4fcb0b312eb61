-- The segments of a zone of everybody, by their keys.
select s.occurred_from as to_occurred, s.development as to_development,
       min(s.known_from) as known_from, min(s.recorded_from) as recorded_from, max(s.occurred_to) as occurred_to, count(*) as segments
from timeline.segments s
where (s.occurred_from, s.development) > (whole.from_occurred, whole.from_development)
  and (s.occurred_from, s.development) <= (whole.to_occurred, whole.to_development)
group by s.occurred_from, s.development
