-- Per term of a search: the actors whose names have it at position $1.
select term.number, a.actor
from unnest($2::text[]) with ordinality as term (pattern, number)
join timeline.actors a on a.recorded_from <= $1 and a.recorded_to > $1 and a.words like term.pattern
