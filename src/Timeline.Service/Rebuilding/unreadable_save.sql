-- Events that an operation ($1) has set aside.
insert into timeline.operation_unreadable (operation, position, type, reason)
select $1, * from unnest($2::bigint[], $3::text[], $4::text[])
on conflict do nothing
