-- When anything was known first, by position $1; null where nothing is.
select s.known_from from timeline.segments s where s.recorded_from <= $1 and s.recorded_to > $1 order by s.known_from limit 1
