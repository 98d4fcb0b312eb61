-- An actor's own record at position $2, found by id or alias (lower case), with the newest position and knowledge time that affect it:
-- changes of its record, and every boundary of a segment that it stands in.
select a.actor, a.name, a.kind, a.aliases,
       greatest(a.recorded_from, coalesce(touched.position, 0)),
       coalesce(touched.known_at, '-infinity')
from timeline.actor_keys k
join timeline.actors a on a.actor = k.actor and a.recorded_from <= $2 and a.recorded_to > $2
left join lateral (
    select max(greatest(s.recorded_from, case when s.recorded_to <= $2 then s.recorded_to end)) as position,
           max(case when s.recorded_to > $2 then greatest(case when s.known_from <= $3 then s.known_from end, case when s.known_to <= $3 then s.known_to end) end) as known_at
    from timeline.segment_actors sa
    join timeline.segments s using (development, known_from, recorded_from)
    where sa.actor = a.actor and s.recorded_from <= $2) as touched on true
where k.key = $1 and k.recorded_from <= $2 and k.recorded_to > $2
