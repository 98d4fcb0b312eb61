-- The zones know the segments up to $1.
update timeline.segment_zone_head set upto = $1
