-- Removes what was built of some developments ($1).
with pairs as (
    select unnest(s.actors) as actor, s.occurred_from, s.development, s.known_from, s.recorded_from
    from timeline.segments s where s.development = any ($1)),
actors as (
    delete from timeline.segment_actors a using pairs p
    where (a.actor, a.occurred_from, a.development, a.known_from, a.recorded_from) = (p.actor, p.occurred_from, p.development, p.known_from, p.recorded_from))
delete from timeline.segments s where s.development = any ($1)
