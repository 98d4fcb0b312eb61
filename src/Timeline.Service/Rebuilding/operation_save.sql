-- Keeps how far an operation has come, in the transaction of what it has done. Nothing comes back for a run that another has taken over. Also tells how
-- many other sessions are at work in this database.
update timeline.operations o
set phase = $3, phase_at = case when o.phase = $3 then o.phase_at else clock_timestamp() end, changed_at = clock_timestamp(),
    position = $4, resume = $5, done = $6, total = $7, events = $8, folds = $9, rows = $10, unreadable = $11,
    missing = $12, surplus = $13, different = $14, repaired = $15
where o.id = $1 and o.run = $2 and o.state = 'running'
returning o.is_cancelled,
    (select count(*) from pg_stat_activity a
     where a.datname = current_database() and a.backend_type = 'client backend' and a.state = 'active' and a.pid <> all ($16))
