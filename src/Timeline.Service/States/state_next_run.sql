-- Of an actor ($1): how many changes are in runs, where the last of these ends, and where one with the next $2 changes would.
select a.generation, a.summarised, a.last_position, (
    select c.position
    from timeline.state_changes c
    where c.generation = a.generation and c.actor = a.actor and c.position > a.last_position
    order by c.position
    offset $2 - 1 limit 1)
from timeline.state_actors a join timeline.state_head h using (generation)
where a.actor = $1
