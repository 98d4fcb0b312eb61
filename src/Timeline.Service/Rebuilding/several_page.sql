-- Some developments of several events after $1, as many as have about $2 events, at least one.
select m.development
from (select s.development, sum(s.events) over (order by s.development) - s.events as before
      from (select * from {built}.several_events where development > $1 order by development limit $2) s) m
where m.before < $2
order by m.development
