-- The group's idempotency keys with their answers.
insert into timeline.command_keys (scope, key, request_hash, position, answer)
{rows}
