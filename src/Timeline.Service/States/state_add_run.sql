-- Another run of level 0, of $5 changes.
with run as (insert into timeline.state_runs (generation, actor, last_position, number) values ($1, $2, $3, $4))
update timeline.state_actors set summarised = summarised + $5, last_position = $3 where generation = $1 and actor = $2
