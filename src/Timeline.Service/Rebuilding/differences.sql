-- The differences that an operation found, after number $2.
select number, table_name, kind, subject, row_key::text, columns, positions
from timeline.operation_differences
where operation = $1 and number > $2
order by number
limit $3
