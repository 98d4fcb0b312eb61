-- New keys that actors are found by.
insert into timeline.actor_keys (key, actor, recorded_from, recorded_to)
select * from unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[])
