-- The newest event of the log, without those before it: nothing here reads them.
set local session_replication_role = replica;
insert into timeline.mt_streams (id, type, version) values ('benchmark', 'actor', 1);
insert into timeline.mt_events (seq_id, id, stream_id, version, data, type) values ({position}, gen_random_uuid(), 'benchmark', 1, '{}', 'development_reported');
