-- Streams as they were.
insert into timeline.mt_streams select * from json_populate_recordset(null::timeline.mt_streams, $1)
