-- Forgets every zone.
delete from timeline.segment_zones
