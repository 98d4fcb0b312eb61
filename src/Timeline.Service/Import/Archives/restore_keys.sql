-- Idempotency keys as they were, with their answers.
insert into timeline.command_keys select * from json_populate_recordset(null::timeline.command_keys, $1)
