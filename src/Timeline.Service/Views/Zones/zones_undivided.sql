-- The zones of level $1 that were made to count $2, to be divided.
select actor, to_occurred, to_development from timeline.segment_zones where level = $1 and segments >= $2
