-- The new versions of the streams that the group appends to.
insert into timeline.mt_streams (id, type, version, timestamp, created)
select unnest($1::varchar[]), 'actor', unnest($2::bigint[]), unnest($3::timestamptz[]), unnest($3::timestamptz[])
on conflict (id) do update set version = excluded.version, timestamp = excluded.timestamp
