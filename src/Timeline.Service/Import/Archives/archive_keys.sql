-- Every idempotency key with its answer as JSON.
select row_to_json(k)::text from timeline.command_keys k order by k.scope, k.key
