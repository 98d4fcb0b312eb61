-- All of page_held.sql but the items and when they hold, for items that are held: whether they are those of this position is seen from what the views hold.
with asked as materialized ({asked})
select asked.newest, asked.known_at, asked.basis,
       {changed} as changed,
       asked.view_set, coalesce(asked.viewed, 0), exists (select from timeline.view_sets v where v.id = $5 and v.revision = $6 and v.replaced_at is null) as is_live
from asked
