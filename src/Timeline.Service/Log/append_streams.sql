-- The new versions of the streams that the group appends to.
insert into timeline.mt_streams (id, type, version, timestamp, created)
select id, 'actor', version, timestamp, timestamp
from unnest($1::varchar[], $2::bigint[], $3::timestamptz[]) as stream (id, version, timestamp)
on conflict (id) do update set version = excluded.version, timestamp = excluded.timestamp
