-- Every state, known by $2 at position $3, of developments that told of the measure $1 at some time: what each told, from when to when.
select s.development, s.known_from, s.known_to, s.entry
from timeline.segments s
where s.recorded_from <= $3 and s.recorded_to > $3 and s.known_from <= $2
  and s.development in (
      select m.development from timeline.segments m
      where m.measures && array[$1]::text[] and m.measures <> '{}' and m.known_from <= $2 and m.recorded_from <= $3 and m.recorded_to > $3)
order by s.development, s.known_from
