-- The last item of a page of timeline_page.sql, and the one after it if there is one.
select s.development, s.occurred_from
from {source}
where s.known_from <= $1 and s.known_to > $1
  and s.recorded_from <= $2 and s.recorded_to > $2
  and ($3::timestamptz is null or {after})
  {filter}
order by {order}
offset $5 - 1 limit 2
