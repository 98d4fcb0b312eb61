-- A page at ($1, $2), after the item ($3, $4), passing over zones in which nothing can be visible or overlap the window
-- that ends at $5 and starts at $6 (null: everything does).
with zoned as materialized (select h.upto from timeline.segment_zone_head h)
select string_agg(page.entry, E'\x1e') as entries, string_agg(page.development, ' ') as developments, array_agg(page.occurred_from) as occurred_from
from (select * from (
    -- What the zones know.
    (select item.development, item.occurred_from, item.entry
     from (select z.from_occurred, z.from_development, z.to_occurred, z.to_development from timeline.segment_zones z
           where z.level = 2 and z.actor = {actor} and {zone_after} and z.min_known_from <= $1 and z.min_recorded_from <= $2
             and ($5::timestamptz is null or z.from_occurred < $5) and ($6::timestamptz is null or z.max_occurred_to > $6)
           order by z.to_occurred {direction}, z.to_development {direction} offset 0) as region
     cross join lateral (
           select z.from_occurred, z.from_development, z.to_occurred, z.to_development from timeline.segment_zones z
           where z.level = 1 and z.actor = {actor}
             and (z.to_occurred, z.to_development) > (region.from_occurred, region.from_development)
             and (z.to_occurred, z.to_development) <= (region.to_occurred, region.to_development)
             and {zone_after} and z.min_known_from <= $1 and z.min_recorded_from <= $2
             and ($5::timestamptz is null or z.from_occurred < $5) and ($6::timestamptz is null or z.max_occurred_to > $6)
           order by z.to_occurred {direction}, z.to_development {direction} offset 0) as zone
     cross join lateral ({walk_zone}
             and s.known_from <= $1 and s.known_to > $1 and s.recorded_from <= least($2, (select upto from zoned)) and s.recorded_to > $2
             {filter}
           order by {order} limit {limit}) as item
     where (select upto from zoned) >= $2 - $7
     limit {limit})
    union all
    -- What is newer than the zones.
    (select s.development, s.occurred_from, s.entry
     from timeline.segments s
     where (select upto from zoned) between $2 - $7 and $2 - 1
       and s.recorded_from > (select upto from zoned) and s.recorded_from <= $2 and s.recorded_to > $2 and s.known_from <= $1 and s.known_to > $1
       and {item_after} {of_actor} {filter}
     order by s.occurred_from {direction}, s.development {direction} limit {limit})
    union all
    -- All of it one by one, where the zones are far behind.
    (select item.development, item.occurred_from, item.entry
     from ({walk}
             and s.known_from <= $1 and s.known_to > $1 and s.recorded_from <= $2 and s.recorded_to > $2 {filter}
           order by {order} limit {limit}) as item
     where (select upto from zoned) < $2 - $7)
) as found
order by found.occurred_from {direction}, found.development {direction}
limit {limit}) as page
