-- The newest position of the log, the newest knowledge time at a position (null: the newest), and which set of view tables is live at this moment.
select coalesce((select max(seq_id) from timeline.mt_events), 0),
       coalesce((select newest_known_at from timeline.development_log
                 where position <= coalesce($1, 9223372036854775807) order by position desc limit 1), '-infinity'),
       (select id from timeline.view_sets where replaced_at is null)
