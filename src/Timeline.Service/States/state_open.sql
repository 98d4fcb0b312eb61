-- An actor's own record at position $2, found by id or alias (lower case), and where its summaries stand: the watermark, how many changes are in runs,
-- how many runs of level 0 end by the position, and where the last of them does. Null where it has none, or none of the shape $3.
select a.actor, a.name, a.kind, a.aliases, a.recorded_from, h.generation, h.position, s.summarised, coalesce(r.number + 1, 0), coalesce(r.last_position, 0)
from timeline.actor_keys k
join timeline.actors a on a.actor = k.actor and a.recorded_from <= $2 and a.recorded_to > $2
left join (timeline.state_head h join timeline.state_actors s using (generation)) on s.actor = a.actor and s.summarised > 0 and h.shape = $3
left join lateral (
    select number, last_position
    from timeline.state_runs
    where generation = h.generation and actor = a.actor and last_position <= $2
    order by last_position desc
    limit 1) as r on true
where k.key = $1 and k.recorded_from <= $2 and k.recorded_to > $2
