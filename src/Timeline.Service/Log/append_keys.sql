-- The group's idempotency keys with their answers.
insert into timeline.command_keys (scope, key, request_hash, position, answer)
select unnest($1::text[]), unnest($2::text[]), unnest($3::bytea[]), unnest($4::bigint[]), unnest($5::text[])
