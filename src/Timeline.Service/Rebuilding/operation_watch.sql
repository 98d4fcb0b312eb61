-- Whether an operation should be stopped: cancelled, ended, or taken over by another run.
select not exists (select from timeline.operations where id = $1 and run = $2 and state = 'running' and not is_cancelled)
