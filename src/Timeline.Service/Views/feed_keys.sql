-- Which actors some keys (ids or aliases, lower case) meant up to position $2, from when to when, and when each actor was registered.
select k.key, k.actor, k.recorded_from, k.recorded_to, (select min(a.recorded_from) from timeline.actors a where a.actor = k.actor)
from timeline.actor_keys k
where k.key = any ($1) and k.recorded_from <= $2
