-- Of an actor ($1), where the summaries are of the shape $4: how many changes are in runs, where the last of these ends, and where up to $3 more, of $2 changes each, would end.
select a.generation, a.summarised, a.last_position, array(
    select numbered.position
    from (
        select next.position, row_number() over (order by next.position) as number
        from (
            select c.position
            from timeline.state_changes c
            where c.generation = a.generation and c.actor = a.actor and c.position > a.last_position
            order by c.position
            limit $2 * $3) as next) as numbered
    where numbered.number % $2 = 0
    order by numbered.number)
from timeline.state_actors a join timeline.state_head h using (generation)
where a.actor = $1 and h.shape = $4
