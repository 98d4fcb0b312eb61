select coalesce((select max(e.seq_id) from timeline.mt_events e), 0) as newest,
       coalesce((select d.newest_known_at from timeline.development_log d
                 where d.position <= coalesce($2, 9223372036854775807) order by d.position desc limit 1), '-infinity') as newest_known_at
