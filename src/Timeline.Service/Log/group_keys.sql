-- Idempotency keys that are used already, with the answer that was given.
select k.scope, k.key, k.request_hash, k.position, k.answer
from unnest($1::text[], $2::text[]) as asked (scope, key)
join timeline.command_keys k on k.scope = asked.scope and k.key = asked.key
