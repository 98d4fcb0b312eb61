-- Puts timeline.development_log right where it is not as the log gives it.
with gone as (
    delete from timeline.development_log l using {built}.index_corrections c where l.position = c.position and c.development is null)
insert into timeline.development_log (position, development, newest_known_at)
select c.position, c.development, c.newest_known_at from {built}.index_corrections c where c.development is not null
on conflict (position) do update set development = excluded.development, newest_known_at = excluded.newest_known_at
