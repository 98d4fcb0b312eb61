-- Removes what was built of some actors ($1).
with keys as (delete from timeline.actor_keys k where k.actor = any ($1))
delete from timeline.actors a where a.actor = any ($1)
