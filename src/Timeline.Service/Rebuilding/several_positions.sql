-- The events of developments that are known to have several.
select l.position from timeline.development_log l join {built}.several_events s using (development)
