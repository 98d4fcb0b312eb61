-- Which of some segments hold at ($4, $5) and are not retracted, with their entries.
select s.development, s.known_from, s.recorded_from, s.entry
from unnest($1::text[], $2::timestamptz[], $3::bigint[]) as asked (development, known_from, recorded_from)
cross join lateral (
    select development, known_from, recorded_from, entry
    from timeline.segments
    where development = asked.development and recorded_from = asked.recorded_from and known_from = asked.known_from
      and known_from <= $4 and known_to > $4 and recorded_from <= $5 and recorded_to > $5 and status <> 'retracted'
    offset 0) as s
