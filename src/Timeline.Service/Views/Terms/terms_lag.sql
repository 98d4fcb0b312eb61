-- Locks the blocks against other processes; how far they go, the newest position of a development's event, whether the set $1 in revision $2 is live, and
-- whether the blocks are of it. All in one statement: after a switch to equal rows the blocks are of a set whose tables the caller does not read.
select h.upto, coalesce((select max(position) from timeline.development_log), 0),
       exists (select from timeline.view_sets v where v.replaced_at is null and v.id = $1 and v.revision = $2),
       h.set_id = $1 and h.revision = $2
from timeline.term_head h for update of h skip locked
