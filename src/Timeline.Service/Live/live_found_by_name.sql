-- Entries of some actors ($2) in the newest answer at position $1 that pass one filter and not another, after the id $3, in the order of ids.
select s.development, s.entry
from timeline.segments s
where s.development in (select a.development from timeline.segment_actors a where a.actor = any ($2))
  and s.known_to = 'infinity' and s.recorded_from <= $1 and s.recorded_to > $1
  and s.development > $3
  and {passes}
  and ({fails}) is not true
order by s.development
limit $4
