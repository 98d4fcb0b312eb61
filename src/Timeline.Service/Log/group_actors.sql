-- Actors by key (id or alias, lower case) at the newest position, with the version of their streams.
select k.key, a.actor, a.name, a.kind, a.aliases, s.version
from timeline.actor_keys k
join timeline.actors a on a.actor = k.actor and a.recorded_to = 9223372036854775807
join timeline.mt_streams s on s.id = a.actor
where k.key = any ($1) and k.recorded_to = 9223372036854775807
