-- Ends the actors' rows that the group's events supersede.
update timeline.actors a set recorded_to = closed.position
from unnest($1::text[], $2::bigint[]) as closed (actor, position)
where a.actor = closed.actor and a.recorded_to = 9223372036854775807
