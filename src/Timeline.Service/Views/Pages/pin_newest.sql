select asked.newest, asked.known_at, asked.basis, {changed} as changed
from (
    select head.newest, coalesce($1, head.newest_known_at) as known_at, coalesce($2, head.newest) as basis
    from (select coalesce((select max(e.seq_id) from timeline.mt_events e), 0) as newest,
                 coalesce((select d.newest_known_at from timeline.development_log d
                           where d.position <= coalesce($2, 9223372036854775807) order by d.position desc limit 1), '-infinity') as newest_known_at) as head) as asked
