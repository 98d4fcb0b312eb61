-- The sets of view tables that are there, the live one first, then the others from the newest on.
select id, revision, version, timeline_schema, actors_schema, last_position
from timeline.view_sets
where dropped_at is null
order by replaced_at is not null, id desc
