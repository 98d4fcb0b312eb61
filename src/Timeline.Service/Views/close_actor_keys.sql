-- Ends keys that an actor is no longer found by.
update timeline.actor_keys k set recorded_to = closed.position
from unnest($1::text[], $2::bigint[]) as closed (key, position)
where k.key = closed.key and k.recorded_to = 9223372036854775807
