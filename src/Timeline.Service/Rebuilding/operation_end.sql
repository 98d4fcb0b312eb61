-- Ends an operation.
update timeline.operations set state = $3, fault = $4, phase = $5, resume = null, changed_at = clock_timestamp(), ended_at = clock_timestamp()
where id = $1 and run = $2 and state = 'running'
