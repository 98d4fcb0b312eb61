-- The head of the log, under the ordering lock: the newest position and its time, the last number taken, the newest knowledge time, the clock.
select coalesce(newest.seq_id, 0),
       coalesce(newest.timestamp, '-infinity'),
       (select case when is_called then last_value else last_value - 1 end from timeline.mt_events_sequence),
       coalesce((select newest_known_at from timeline.development_log order by position desc limit 1), '-infinity'),
       clock_timestamp()
from (select 1) as one
left join lateral (select seq_id, timestamp from timeline.mt_events order by seq_id desc limit 1) as newest on true
