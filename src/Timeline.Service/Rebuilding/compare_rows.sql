-- The rows in which the live table and the one beside it differ as of position $1, in {scope}. Written down as differences of the operation $3 as long as
-- it has fewer than $4, and all of them counted by kind. The events concerned are those at which the rows begin and end, as far as they exist.
with live as materialized (
    select {key}, t.{subject} as subject, {ends} as row_end, hash_record_extended(row({live_columns}), 0) as hash
    from {live} t where t.recorded_from <= $1 and {scope}),
built as materialized (
    select {key}, t.{subject} as subject, {built_ends} as row_end, hash_record_extended(row({columns}), 0) as hash
    from {built} t where {scope}),
found as materialized (
    select {key}, case when live.hash is null then 'missing' when built.hash is null then 'surplus' else 'different' end as kind,
           coalesce(built.subject, live.subject) as subject, live.row_end as live_end, built.row_end as built_end
    from live full join built using ({key})
    where live.hash is distinct from built.hash),
kept as (
    insert into timeline.operation_differences (operation, table_name, kind, subject, row_key, columns, positions)
    select $3, '{table}', t.kind, t.subject, jsonb_build_object({key_object}), {different_columns},
           array(select e.seq_id from timeline.mt_events e where e.seq_id in (t.recorded_from, t.live_end, t.built_end) order by 1)
    from (select * from found order by subject, recorded_from limit $4) t
    where (select count(*) from timeline.operation_differences d where d.operation = $3) < $4)
select kind, count(*) from found group by kind
