-- Writes new segments. Array columns travel as array literals, because arrays of different lengths cannot be unnested.
insert into timeline.segments (development, known_from, known_to, recorded_from, recorded_to, occurred_from, occurred_to, occurred_latest_start, occurred_earliest_end,
    actor, kind, status, words, entry, actors, tags, publishers, measures, latitudes, longitudes)
select development, known_from, known_to, recorded_from, recorded_to, occurred_from, occurred_to, occurred_latest_start, occurred_earliest_end,
    actor, kind, status, words, entry, actors::text[], tags::text[], publishers::text[], measures::text[], latitudes::float8[], longitudes::float8[]
from unnest($1::text[], $2::timestamptz[], $3::timestamptz[], $4::bigint[], $5::bigint[], $6::timestamptz[], $7::timestamptz[], $8::timestamptz[], $9::timestamptz[],
        $10::text[], $11::text[], $12::text[], $13::text[], $14::text[], $15::text[], $16::text[], $17::text[], $18::text[], $19::text[], $20::text[])
    as opened (development, known_from, known_to, recorded_from, recorded_to, occurred_from, occurred_to, occurred_latest_start, occurred_earliest_end,
        actor, kind, status, words, entry, actors, tags, publishers, measures, latitudes, longitudes)
