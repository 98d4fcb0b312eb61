-- The same as differences of an operation ($1), as long as it has fewer than $6.
insert into timeline.operation_differences (operation, table_name, kind, subject, row_key, columns, positions)
select $1, 'development_log', found.kind, found.subject, jsonb_build_object('position', found.position), found.columns::text[], array[found.position]
from unnest($2::bigint[], $3::text[], $4::text[], $5::text[]) as found (position, kind, subject, columns)
where (select count(*) from timeline.operation_differences d where d.operation = $1) < $6
