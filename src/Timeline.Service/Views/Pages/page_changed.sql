-- When the filtered answer at ($1, $2) changed last, from all of the segments that may pass the filter, by the zones that overlap the window which
-- ends at $5 and starts at $6 (null: everything does). For windows and actors whose changes are rare among all changes.
with zoned as materialized (select h.upto from timeline.segment_zone_head h)
select greatest(max(found.known_from), max(found.known_to) filter (where found.known_to <= $1 and found.known_to < 'infinity'))
from (
    -- What the zones know.
    (select item.known_from, item.known_to
     from (select z.from_occurred, z.from_development, z.to_occurred, z.to_development from timeline.segment_zones z
           where z.level = 2 and z.actor = {actor} and z.min_known_from <= $1 and z.min_recorded_from <= $2
             and ($5::timestamptz is null or z.from_occurred < $5) and ($6::timestamptz is null or z.max_occurred_to > $6) offset 0) as region
     cross join lateral (
           select z.from_occurred, z.from_development, z.to_occurred, z.to_development from timeline.segment_zones z
           where z.level = 1 and z.actor = {actor}
             and (z.to_occurred, z.to_development) > (region.from_occurred, region.from_development)
             and (z.to_occurred, z.to_development) <= (region.to_occurred, region.to_development)
             and z.min_known_from <= $1 and z.min_recorded_from <= $2
             and ($5::timestamptz is null or z.from_occurred < $5) and ($6::timestamptz is null or z.max_occurred_to > $6) offset 0) as zone
     cross join lateral (
           select s.known_from, s.known_to from {source}
           where {item} > (zone.from_occurred, zone.from_development) and {item} <= (zone.to_occurred, zone.to_development)
             and s.known_from <= $1 and s.recorded_from <= least($2, (select upto from zoned)) and s.recorded_to > $2
             {filter} offset 0) as item
     where (select upto from zoned) >= $2 - $7)
    union all
    -- What is newer than the zones.
    (select s.known_from, s.known_to
     from timeline.segments s
     where (select upto from zoned) between $2 - $7 and $2 - 1
       and s.recorded_from > (select upto from zoned) and s.recorded_from <= $2 and s.recorded_to > $2 and s.known_from <= $1 {of_actor} {filter})
    union all
    -- All of it one by one, where the zones are far behind.
    (select s.known_from, s.known_to
     from {source}
     where (select upto from zoned) < $2 - $7
       and s.known_from <= $1 and s.recorded_from <= $2 and s.recorded_to > $2 {filter})
) as found
