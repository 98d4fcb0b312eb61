-- Per term of a search: the actors whose names had it up to position $1, from when to when, and when each actor was registered.
select term.number, a.actor, a.recorded_from, a.recorded_to, (select min(f.recorded_from) from timeline.actors f where f.actor = a.actor)
from unnest($2::text[]) with ordinality as term (pattern, number)
join timeline.actors a on a.recorded_from <= $1 and a.words like term.pattern
