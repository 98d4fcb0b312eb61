-- After a switch to tables with the same rows: blocks that were right of those that were replaced are right of the live ones.
update timeline.term_head h set set_id = live.id, revision = live.revision
from timeline.view_sets live,
     (select id, revision from timeline.view_sets where replaced_at is not null order by replaced_at desc, id desc limit 1) as replaced
where live.replaced_at is null and h.set_id = replaced.id and h.revision = replaced.revision
