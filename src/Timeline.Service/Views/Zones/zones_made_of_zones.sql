-- The zones of level 1 by actor and key.
select actor, to_occurred, to_development, min_known_from as known_from, min_recorded_from as recorded_from, max_occurred_to as occurred_to, segments
from timeline.segment_zones
where level = 1
