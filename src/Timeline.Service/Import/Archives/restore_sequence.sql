-- Positions go on after the newest of the archive ($1), whatever gaps are in it.
select setval('timeline.mt_events_sequence', greatest($1::bigint, 1), $1::bigint > 0)
