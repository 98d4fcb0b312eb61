-- Writes new segments. Array columns travel as array literals, because arrays of different lengths cannot be unnested.
insert into timeline.segments (development, known_from, known_to, recorded_from, recorded_to, occurred_from, occurred_to, occurred_latest_start, occurred_earliest_end,
    actor, kind, status, words, entry, actors, tags, publishers, measures, latitudes, longitudes)
select unnest($1::text[]), unnest($2::timestamptz[]), unnest($3::timestamptz[]), unnest($4::bigint[]), unnest($5::bigint[]), unnest($6::timestamptz[]),
    unnest($7::timestamptz[]), unnest($8::timestamptz[]), unnest($9::timestamptz[]), unnest($10::text[]), unnest($11::text[]), unnest($12::text[]),
    unnest($13::text[]), unnest($14::text[]), unnest($15::text[])::text[], unnest($16::text[])::text[], unnest($17::text[])::text[],
    unnest($18::text[])::text[], unnest($19::text[])::float8[], unnest($20::text[])::float8[]
