-- Tells writers that rows of the live tables have changed under them.
update timeline.view_sets set revision = revision + 1 where replaced_at is null
