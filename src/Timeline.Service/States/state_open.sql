-- Where the summaries of an actor ($1) stand, by position $2: the watermark, how many changes are in runs, how many runs of level 0 end by then,
-- and where the last of them does. Nothing where the actor has none at all, or none of the shape $3.
select h.generation, h.position, a.summarised, coalesce(r.number + 1, 0), coalesce(r.last_position, 0)
from timeline.state_head h
join timeline.state_actors a on a.generation = h.generation and a.actor = $1 and a.summarised > 0
left join lateral (
    select number, last_position
    from timeline.state_runs
    where generation = h.generation and actor = $1 and last_position <= $2
    order by last_position desc
    limit 1) as r on true
where h.shape = $3
