-- Where the summaries stand, and up to where the next $1 events of the log go.
select h.generation, h.shape, h.position, (
    select max(l.position)
    from (select position from timeline.development_log where position > h.position order by position limit $1) as l)
from timeline.state_head h
