-- The positions of events by the keys ($1) that they were imported under; and which of some positions ($2) hold an event, without a key.
select key, position from timeline.command_keys where scope = 'import' and key = any ($1) and position is not null
union all
select null, seq_id from timeline.mt_events where seq_id = any ($2)
