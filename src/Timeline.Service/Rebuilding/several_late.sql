-- The developments with more than one event up to position $1, by the index {index}, that had one or none up to $2; removes what was built as if they
-- had one.
with late as (
    insert into {built}.several_events (development, events)
    select development, count(*)
    from {index}
    where position <= $1 and development in (select development from {index} where position > $2 and position <= $1)
    group by development having count(*) > 1
    on conflict do nothing
    returning development
), actors as (
    delete from {built}.segment_actors a using late where a.development = late.development
)
delete from {built}.segments s using late where s.development = late.development
