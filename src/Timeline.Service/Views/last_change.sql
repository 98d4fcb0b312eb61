-- The last instant, up to $1, at which the filtered answer at position $2 changed; null where it has not yet.
select greatest(
    (select s.known_from from timeline.segments s
     where s.known_from <= $1 and s.recorded_from <= $2 and s.recorded_to > $2 and {filter}
     order by s.known_from desc limit 1),
    (select s.known_to from timeline.segments s
     where s.known_to <= $1 and s.known_to < 'infinity' and s.recorded_from <= $2 and s.recorded_to > $2 and {filter}
     order by s.known_to desc limit 1))
