-- The rows beside the live table that it lacks or has otherwise, as of position $1, in {scope}: a live row that was closed after it counts as open. Written
-- down as differences of the operation $3 as long as it has fewer than $4, and all of them counted by kind. The events concerned are those at which the
-- rows begin and end, as far as they exist. Each row is looked up by its key, in about the order in which both tables are stored.
with found as materialized (
    select {keys_of_b}, b.{subject} as subject, {end_of_b} as built_end, l.live_end, l.columns
    from (select b.* from {built} b where {scope} and not exists (select from {live} l where {same_key} and {same_rest}) offset 0) b
    left join lateral (
        select {end_of_l} as live_end, array_remove(array[{differing}]::text[], null) as columns from {live} l where {same_key}) l on true),
kept as (
    insert into timeline.operation_differences (operation, table_name, kind, subject, row_key, columns, positions)
    select $3, '{table}', case when f.columns is null then 'missing' else 'different' end, f.subject, jsonb_build_object({key_object}), coalesce(f.columns, '{}'),
           array(select e.seq_id from timeline.mt_events e where e.seq_id in (f.recorded_from, f.live_end, f.built_end) order by 1)
    from (select * from found order by subject, recorded_from limit $4) f
    where (select count(*) from timeline.operation_differences d where d.operation = $3) < $4)
select case when columns is null then 'missing' else 'different' end, count(*) from found group by 1
