-- A page at ($1, $2), after the item ($3, $4), with when the filtered answer changed last, from the blocks of positions that hold a term of each
-- group, and from what is newer than the blocks. The first column is false where that is not the way: the blocks are more than $6 positions behind, or
-- not of the set $7 as it is, or so many of them hold what is asked for that a walk in order would meet a page of it sooner. If each holds one, that is
-- so when their number, squared, is above the page's limit times all blocks; $5 is the limit by the positions of a block.
with head as materialized (
    select h.upto, greatest(1, floor(sqrt($5::float8 * h.upto)))::bigint as most from timeline.term_head h join timeline.view_sets v on v.id = h.set_id and v.revision = h.revision
    where h.set_id = $7 and h.upto >= $2 - $6),
blocks as materialized (
    -- By their terms, and nothing else: the server would go through all positions instead.
    select b.from_position, b.to_position
    from (select b.from_position, b.to_position from timeline.term_blocks b where {held} offset 0) as b
    where b.from_position <= $2 and exists (select from head)
    limit (select most + 1 from head)),
usable as materialized (select coalesce((select count(*) from blocks) <= (select most from head), false) as is_usable),
found as materialized (
    select s.development, s.known_from, s.known_to, s.recorded_from, s.occurred_from
    from (
        select k.* from blocks b
        cross join lateral (select k.* from timeline.segments k where k.recorded_from >= b.from_position and k.recorded_from < least(b.to_position, $2 + 1) offset 0) as k
        where (select is_usable from usable)
        union all
        select k.* from timeline.segments k
        where (select is_usable from usable) and k.recorded_from > (select upto from head) and k.recorded_from <= $2) as s
    where s.recorded_to > $2 and s.known_from <= $1 {of_actor} {filter})
select usable.is_usable,
       greatest((select max(f.known_from) from found f), (select max(f.known_to) from found f where f.known_to <= $1 and f.known_to < 'infinity')) as changed,
       page.entries, page.developments, page.occurred_from
from usable cross join lateral (
    select string_agg(item.entry, E'\x1e') as entries, string_agg(item.development, ' ') as developments, array_agg(item.occurred_from) as occurred_from
    from (
        select s.development, s.occurred_from, k.entry
        from (select s.* from found s where s.known_to > $1 and {item_after}
              order by s.occurred_from {direction}, s.development {direction} limit {limit}) as s
        cross join lateral (
            select k.entry from timeline.segments k where (k.development, k.known_from, k.recorded_from) = (s.development, s.known_from, s.recorded_from) offset 0) as k
        order by s.occurred_from {direction}, s.development {direction}) as item) as page
