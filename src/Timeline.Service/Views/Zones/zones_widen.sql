-- Lets the zones of level $3 know the segments recorded after $1 up to $2. Gives the zones that hold more than $4 now.
with added as (
    select present.actor, s.occurred_from, s.development, s.known_from, s.recorded_from, s.occurred_to
    from timeline.segments s cross join lateral unnest(s.actors || '{""}') as present (actor)
    where s.recorded_from > $1 and s.recorded_from <= $2
), placed as (
    select added.actor, zone.to_occurred, zone.to_development,
           min(added.known_from) as known_from, min(added.recorded_from) as recorded_from, max(added.occurred_to) as occurred_to,
           8 * count(*) filter (where added.recorded_from % 8 = 0) as segments
    from added cross join lateral (
        select z.to_occurred, z.to_development from timeline.segment_zones z
        where z.level = $3 and z.actor = added.actor and (z.to_occurred, z.to_development) >= (added.occurred_from, added.development)
        order by z.to_occurred, z.to_development limit 1) as zone
    group by 1, 2, 3
), widened as (
    update timeline.segment_zones z
    set min_known_from = least(z.min_known_from, placed.known_from), min_recorded_from = least(z.min_recorded_from, placed.recorded_from),
        max_occurred_to = greatest(z.max_occurred_to, placed.occurred_to), segments = z.segments + placed.segments
    from placed
    where z.level = $3 and z.actor = placed.actor and (z.to_occurred, z.to_development) = (placed.to_occurred, placed.to_development)
      and (placed.segments > 0 or placed.known_from < z.min_known_from or placed.recorded_from < z.min_recorded_from or placed.occurred_to > z.max_occurred_to)
    returning z.actor, z.to_occurred, z.to_development, z.segments
)
select actor, to_occurred, to_development from widened where segments > $4
