-- The sets that were replaced more than $1 seconds ago and are still there.
select id from timeline.view_sets
where dropped_at is null and replaced_at < clock_timestamp() - make_interval(secs => $1)
