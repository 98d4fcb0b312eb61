-- The columns of a table ($2) of a schema ($1), in order.
select a.attname
from pg_attribute a
where a.attrelid = to_regclass(format('%I.%I', $1, $2)) and a.attnum > 0 and not a.attisdropped
order by a.attnum
