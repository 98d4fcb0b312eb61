-- Locks the blocks against other processes; how far they go, the newest position of a development's event, and whether they are of the live views.
select h.upto, coalesce((select max(position) from timeline.development_log), 0),
       exists (select from timeline.view_sets v where v.replaced_at is null and v.id = h.set_id and v.revision = h.revision)
from timeline.term_head h for update of h skip locked
