-- Where timeline.development_log is not as the log gives it.
insert into {built}.index_corrections (position, development, newest_known_at)
select * from unnest($1::bigint[], $2::text[], $3::timestamptz[])
on conflict (position) do update set development = excluded.development, newest_known_at = excluded.newest_known_at
