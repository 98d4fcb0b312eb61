-- An actor's own record at position $2, found by id or alias (lower case).
select a.actor, a.name, a.kind, a.aliases, a.recorded_from
from timeline.actor_keys k
join timeline.actors a on a.actor = k.actor and a.recorded_from <= $2 and a.recorded_to > $2
where k.key = $1 and k.recorded_from <= $2 and k.recorded_to > $2
