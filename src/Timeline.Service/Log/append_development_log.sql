-- Which development each of the group's events belongs to.
insert into timeline.development_log (position, development, newest_known_at)
select * from unnest($1::bigint[], $2::text[], $3::timestamptz[])
