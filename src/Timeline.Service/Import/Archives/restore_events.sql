-- Events as they were, with position, time and metadata; verified like any append.
insert into timeline.mt_events select * from json_populate_recordset(null::timeline.mt_events, $1)
