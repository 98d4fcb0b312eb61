-- The developments or actors after $3 of which an operation ($1) found differing rows in some tables ($2).
select distinct d.subject from timeline.operation_differences d
where d.operation = $1 and d.table_name = any ($2) and d.subject > $3
order by d.subject limit $4
