-- The actors of new segments.
insert into timeline.segment_actors (actor, occurred_from, development, known_from, recorded_from)
select * from unnest($1::text[], $2::timestamptz[], $3::text[], $4::timestamptz[], $5::bigint[])
