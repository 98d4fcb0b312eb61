-- Ends the session with backend $1 that started at $2, if it still does what it has done since $3: nothing.
select pg_terminate_backend(a.pid)
from pg_stat_activity a
where a.pid = $1 and a.backend_start = $2 and a.state_change = $3 and (a.state <> 'active' or a.wait_event_type = 'Client');
