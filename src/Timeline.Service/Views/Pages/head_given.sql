select $2 as newest, coalesce((select d.newest_known_at from timeline.development_log d where d.position <= $2 order by d.position desc limit 1), '-infinity') as newest_known_at
