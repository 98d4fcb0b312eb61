-- New rows of actors.
insert into timeline.actors (actor, recorded_from, recorded_to, name, kind, aliases)
select actor, recorded_from, recorded_to, name, kind, aliases::text[]
from unnest($1::text[], $2::bigint[], $3::bigint[], $4::text[], $5::text[], $6::text[]) as opened (actor, recorded_from, recorded_to, name, kind, aliases)
