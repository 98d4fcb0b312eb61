-- An actor with enough changes for another run of $1; the first run of an actor begins when there are $2. Nobody, where runs are of another shape than $3.
select a.actor
from timeline.state_actors a join timeline.state_head h using (generation)
where a.changes - a.summarised >= $1 and (a.summarised > 0 or a.changes >= $2) and h.shape = $3
limit 1
