-- Asks for the end of an operation; whoever works on it looks twice a second.
update timeline.operations set is_cancelled = true, changed_at = clock_timestamp() where id = $1 and state = 'running'
