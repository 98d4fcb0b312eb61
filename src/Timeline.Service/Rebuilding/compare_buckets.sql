-- Where the live table and the one beside it differ as of position $1: developments (or actors) fall into 1024 buckets, and a bucket's rows are compared by
-- the sum of their hashes. What was recorded after $1 is not looked at, and a row that was closed after it counts as open.
with live as (
    select hashtext(t.{subject}) & 1023 as bucket, count(*) as rows, sum(hash_record_extended(row({live_columns}), 0)::numeric) as hash
    from {live} t where t.recorded_from <= $1 group by 1),
built as (
    select hashtext(t.{subject}) & 1023 as bucket, count(*) as rows, sum(hash_record_extended(row({columns}), 0)::numeric) as hash
    from {built} t group by 1)
select bucket from live full join built using (bucket)
where (live.rows, live.hash) is distinct from (built.rows, built.hash)
