-- The points of some runs of one level ($3) of an actor ($2), from number $4 to $5, in the order of the runs.
select points
from timeline.state_chunks
where generation = $1 and actor = $2 and level = $3 and number between $4 and $5
order by number, known_from, part
