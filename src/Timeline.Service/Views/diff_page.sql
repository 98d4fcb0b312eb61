-- The developments whose entry as known at ($1, position $2) under one filter differs from that at ($3, position $4) under another, with both
-- entries (null where there is none), after the id $5. Only these can differ: with an event between the positions, with a boundary of
-- knowledge between the times, or of an actor ($7) that the filters do not both mean.
with candidates as (
    select l.development from timeline.development_log l
    where l.position > least($2, $4) and l.position <= greatest($2, $4)
    union
    select s.development from timeline.segments s
    where s.known_from > least($1, $3) and s.known_from <= greatest($1, $3) and s.recorded_from <= $4 and s.recorded_to > $4
    union
    select a.development from timeline.segment_actors a where a.actor = any ($7))
select c.development, before.entry, after.entry
from candidates c
left join lateral (
    select s.entry from timeline.segments s
    where s.development = c.development and s.known_from <= $1 and s.known_to > $1 and s.recorded_from <= $2 and s.recorded_to > $2
      and {from}) as before on true
left join lateral (
    select s.entry from timeline.segments s
    where s.development = c.development and s.known_from <= $3 and s.known_to > $3 and s.recorded_from <= $4 and s.recorded_to > $4
      and {to}) as after on true
where ($5::text is null or c.development {after} $5)
  and before.entry is distinct from after.entry
order by c.development {direction}
limit $6
