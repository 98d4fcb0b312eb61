-- The new versions of the streams that the group appends to.
insert into timeline.mt_streams (id, version, timestamp, created, type)
{rows}
on conflict (id) do update set version = excluded.version, timestamp = excluded.timestamp
