-- Moves the sequence past the numbers that the writer gave, never back.
select setval('timeline.mt_events_sequence', greatest($1::bigint, (select last_value from timeline.mt_events_sequence)))
