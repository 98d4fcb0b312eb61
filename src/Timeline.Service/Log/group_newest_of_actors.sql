-- The newest position that affects each of some actors (by id or alias): a change of its own record, or of a segment that it stands in.
select a.actor,
       greatest(
           a.recorded_from,
           coalesce((select max(greatest(s.recorded_from, case when s.recorded_to < 9223372036854775807 then s.recorded_to end))
                     from timeline.segment_actors sa
                     join timeline.segments s using (development, known_from, recorded_from)
                     where sa.actor = a.actor), 0))
from timeline.actor_keys k
join timeline.actors a on a.actor = k.actor and a.recorded_to = 9223372036854775807
where k.key = any ($1) and k.recorded_to = 9223372036854775807
