-- Which log this is, and how much of what it holds.
select l.id, to_json(l.created)#>>'{}',
       (select count(*) from timeline.mt_streams), (select count(*) from timeline.mt_events), (select count(*) from timeline.command_keys), h.position
from timeline.log l cross join timeline.log_head() h
