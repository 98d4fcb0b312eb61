-- An export of the original names its own events <log id>/<position>; they are in this copy already, and are known by that name here.
insert into timeline.command_keys (scope, key, request_hash, position)
select 'import', place.key, sha256(convert_to(place.key, 'UTF8')), e.seq_id
from timeline.mt_events e
cross join lateral (select $1 || '/' || e.seq_id as key) as place
where e.headers->>'idempotencyScope' is distinct from 'import' and e.type = any ($2)
on conflict do nothing
