-- The first row: when the filtered answer at ($1, $2) changed last; no event by then takes effect later than the newest time known by then. Then the
-- first items after the item ($3, $4), in order, among the next few segments. The server plans this once: what is asked for is hidden from it.
with asked as materialized ({asked})
select greatest(
           (select s.known_from from timeline.segments s
            where s.known_from <= asked.known_by_then and s.recorded_from <= asked.basis and s.recorded_to > asked.basis {of_actor} {filter}
            order by s.known_from desc limit 1),
           (select s.known_to from timeline.segments s
            where s.known_to <= asked.known_by_then and s.known_to < 'infinity' and s.recorded_from <= asked.basis and s.recorded_to > asked.basis {of_actor} {filter}
            order by s.known_to desc limit 1)) as changed,
       null as entry, null as development, null as occurred_from
from asked
union all
select null, page.entry, page.development, page.occurred_from
from (
    select item.entry, item.development, item.occurred_from
    from asked cross join lateral (
        select s.entry, s.development, s.occurred_from
        from ({walk} order by {order} limit {few}) as s
        where s.known_from <= asked.known_at and s.known_to > asked.known_at and s.recorded_from <= asked.basis and s.recorded_to > asked.basis
        {filter}
        limit {limit}) as item) as page
