-- What some actors are called at a position.
select actor, name, kind from timeline.actors where actor = any ($1) and recorded_from <= $2 and recorded_to > $2
