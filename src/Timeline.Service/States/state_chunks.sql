-- Of each run (level $3, number $4) of an actor ($2), the part that reaches the knowledge time $5.
select c.known_from, c.part, c.carried, c.state, c.points
from unnest($3::integer[], $4::integer[]) as run (level, number)
cross join lateral (
    select known_from, part, carried, state, points
    from timeline.state_chunks
    where generation = $1 and actor = $2 and level = run.level and number = run.number and known_from <= $5
    order by known_from desc, part desc
    limit 1) as c
