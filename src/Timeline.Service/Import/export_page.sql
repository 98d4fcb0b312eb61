-- A page of events after position $1 and up to $2, each with what its line needs beside it: the key that it was imported under and what that
-- key was used with; the key of the event that it annuls; and the actor's record as it is after the event.
select e.seq_id, e.type, e.data::text, k.key, k.request_hash, annulled_key.key, a.actor, a.name, a.kind, a.aliases
from (select * from timeline.mt_events where seq_id > $1 and seq_id <= $2 order by seq_id limit 1000) as e
left join timeline.command_keys k
    on k.scope = 'import' and k.key = case when e.headers->>'idempotencyScope' = 'import' then e.headers->>'idempotencyKey' end and k.position = e.seq_id
left join timeline.mt_events annulled
    on annulled.seq_id = case when e.type = 'development_event_annulled' then (e.data->>'position')::bigint end
left join timeline.command_keys annulled_key
    on annulled_key.scope = 'import' and annulled_key.position = annulled.seq_id
    and annulled_key.key = case when annulled.headers->>'idempotencyScope' = 'import' then annulled.headers->>'idempotencyKey' end
left join timeline.actors a
    on a.actor = case when e.type in ('actor_registered', 'actor_described') then e.stream_id end and a.recorded_from = e.seq_id
order by e.seq_id
