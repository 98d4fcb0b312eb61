-- What an operation ($1) that has read the log has set aside becomes what is known to be unreadable.
insert into timeline.unreadable_events (position, type, reason)
select position, type, reason from timeline.operation_unreadable where operation = $1
on conflict (position) do update set type = excluded.type, reason = excluded.reason
