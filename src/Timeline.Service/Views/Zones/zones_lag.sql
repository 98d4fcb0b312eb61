-- Locks the zones against other processes; how far they know the segments, and the newest position of a development's event.
select h.upto, coalesce((select max(position) from timeline.development_log), 0)
from timeline.segment_zone_head h for update skip locked
