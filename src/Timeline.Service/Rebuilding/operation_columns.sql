-- The columns of an operation, in the order in which they are read.
id, kind, projection, version, options::text, requested_by, requested_at, state, phase, run, is_cancelled, position, resume, done, total,
events, folds, rows, unreadable, missing, surplus, different, repaired, fault, started_at, phase_at, changed_at, ended_at
