-- The indexes of some tables ($2) of a schema ($1): their names, definitions, and whether one is its table's primary key. Most costly first.
select i.relname, t.relname, pg_get_indexdef(x.indexrelid), x.indisprimary
from pg_index x
join pg_class i on i.oid = x.indexrelid
join pg_class t on t.oid = x.indrelid
join pg_namespace n on n.oid = t.relnamespace
where n.nspname = $1 and t.relname = any ($2)
order by pg_relation_size(x.indexrelid) desc, i.relname
