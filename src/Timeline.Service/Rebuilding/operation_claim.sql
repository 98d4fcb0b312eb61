-- Takes up an operation that has not ended; its lock is held.
update timeline.operations set run = run + 1, started_at = coalesce(started_at, clock_timestamp()), phase_at = coalesce(phase_at, clock_timestamp()), changed_at = clock_timestamp()
where id = $1 and state = 'running'
returning {columns}
