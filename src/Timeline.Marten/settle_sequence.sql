-- Brings the sequence up to the newest position: it lags where the log's first event was numbered without it.
select setval('timeline.mt_events_sequence', $1)
