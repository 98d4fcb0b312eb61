-- Rows of timeline.development_log up to position $1 whose event is not there.
select l.position, l.development from timeline.development_log l
where l.position <= $1 and not exists (select from timeline.mt_events e where e.seq_id = l.position)
