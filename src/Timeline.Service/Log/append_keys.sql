-- The group's idempotency keys with their answers.
insert into timeline.command_keys (scope, key, request_hash, position, answer)
select * from unnest($1::text[], $2::text[], $3::bytea[], $4::bigint[], $5::text[])
