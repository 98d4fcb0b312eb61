-- The zones of level 1 in a zone of level 2.
select z.to_occurred, z.to_development, z.min_known_from as known_from, z.min_recorded_from as recorded_from, z.max_occurred_to as occurred_to, z.segments
from timeline.segment_zones z
where z.level = 1 and z.actor = whole.actor
  and (z.to_occurred, z.to_development) > (whole.from_occurred, whole.from_development)
  and (z.to_occurred, z.to_development) <= (whole.to_occurred, whole.to_development)
