-- The first instant at which the filtered answer at position $1 showed anything; null where it never did.
select s.known_from from timeline.segments s
where s.recorded_from <= $1 and s.recorded_to > $1 and {filter}
order by s.known_from limit 1
