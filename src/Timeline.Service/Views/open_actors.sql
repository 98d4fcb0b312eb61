-- New rows of actors.
insert into timeline.actors (actor, recorded_from, recorded_to, name, kind, aliases, words)
select actor, recorded_from, recorded_to, name, kind, aliases::text[], words
from unnest($1::text[], $2::bigint[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[])
    as opened (actor, recorded_from, recorded_to, name, kind, aliases, words)
