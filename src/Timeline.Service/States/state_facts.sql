-- The segments of an actor ($2) that were opened or closed at positions after $3 up to $4: those of developments that the changes up to $5 name,
-- and the log after that. Row by row through the index: the planner cannot know how few they are.
with touched as (
    select l.development
    from timeline.state_changes c join timeline.development_log l using (position)
    where c.generation = $1 and c.actor = $2 and c.position > $3 and c.position <= $5
    union
    select l.development
    from timeline.development_log l
    where l.position > $5 and l.position <= $4)
select s.development, s.known_from, s.known_to, s.recorded_from, s.recorded_to, s.occurred_from, s.kind, s.status = 'retracted', s.actors, s.entry
from touched
cross join lateral (
    select development, known_from, known_to, recorded_from, recorded_to, occurred_from, kind, status, actors, case when measures <> '{}' then entry end as entry
    from timeline.segments
    where development = touched.development and $2 = any (actors) and recorded_from <= $4
      and (recorded_from > $3 or (recorded_to > $3 and recorded_to <= $4))
    offset 0) as s
