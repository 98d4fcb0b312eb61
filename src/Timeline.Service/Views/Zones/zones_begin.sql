-- A zone of each level, over everything, for whoever has none yet: everybody, and the actors of the segments recorded after $1 up to $2.
insert into timeline.segment_zones
select level, actor, 'infinity', '', '-infinity', '', 'infinity', 9223372036854775807, '-infinity', 0
from (
    select '' collate "C" as actor
    union
    select unnest(s.actors) from timeline.segments s where s.recorded_from > $1 and s.recorded_from <= $2) as present
cross join unnest('{1,2}'::smallint[]) as level
on conflict do nothing
