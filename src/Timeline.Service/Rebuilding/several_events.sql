-- The developments with more than one event up to position $1, by the index {index}.
insert into {built}.several_events (development, events)
select development, count(*) from {index} where position <= $1 group by development having count(*) > 1
on conflict do nothing
