-- The storage settings of the tables of a schema ($1) among some ($2), as SQL.
select c.relname, coalesce(array_to_string(c.reloptions, ', '), '')
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname = $1 and c.relname = any ($2)
order by c.relname
