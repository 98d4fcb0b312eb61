-- The rows of the live table, as of position $1 and in {scope}, that are not beside it; written down and counted like the others.
with found as materialized (
    select {keys_of_l}, l.{subject} as subject, {end_of_l} as live_end
    from {live} l
    where l.recorded_from <= $1 and {scope} and not exists (select from {built} b where {same_key})),
kept as (
    insert into timeline.operation_differences (operation, table_name, kind, subject, row_key, columns, positions)
    select $3, '{table}', 'surplus', f.subject, jsonb_build_object({key_object}), '{}',
           array(select e.seq_id from timeline.mt_events e where e.seq_id in (f.recorded_from, f.live_end) order by 1)
    from (select * from found order by subject, recorded_from limit $4) f
    where (select count(*) from timeline.operation_differences d where d.operation = $3) < $4)
select 'surplus', count(*) from found
