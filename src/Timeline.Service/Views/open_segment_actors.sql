-- The actors of new segments.
insert into timeline.segment_actors (actor, occurred_from, development, known_from, recorded_from)
select unnest($1::text[]), unnest($2::timestamptz[]), unnest($3::text[]), unnest($4::timestamptz[]), unnest($5::bigint[])
