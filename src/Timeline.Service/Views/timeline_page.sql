-- Entries as known at $1 and position $2, after the item ($3, $4), in the order (occurred from, id).
select s.development, s.occurred_from, s.entry
from {source}
where s.known_from <= $1 and s.known_to > $1
  and s.recorded_from <= $2 and s.recorded_to > $2
  and ($3::timestamptz is null or {after})
  {filter}
order by {order}
limit $5
