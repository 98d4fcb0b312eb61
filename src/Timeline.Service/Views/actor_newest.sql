-- The newest position up to $3, and the newest knowledge time up to $2, that affect the actor's state: every boundary of a segment that it stands in.
select coalesce(max(greatest(s.recorded_from, case when s.recorded_to <= $3 then s.recorded_to end)), 0),
       coalesce(
           max(case when s.recorded_to > $3 then greatest(case when s.known_from <= $2 then s.known_from end, case when s.known_to <= $2 then s.known_to end) end),
           '-infinity')
from timeline.segment_actors sa
join timeline.segments s using (development, known_from, recorded_from)
where sa.actor = $1 and s.recorded_from <= $3
