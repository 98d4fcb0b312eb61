-- The states at known time $1, recorded up to $2, that a filter passed while it meant what it does; from when to when.
select s.development, s.known_from, s.known_to, s.recorded_from, period.began, least(s.recorded_to, period.ended) as ended
from timeline.segments s
join unnest({began}::bigint[], {ended}::bigint[]) as period (began, ended) on s.recorded_from < period.ended and s.recorded_to > period.began
where s.known_from <= $1 and s.known_to > $1 and s.recorded_from <= $2 and {actors} and {filter}
