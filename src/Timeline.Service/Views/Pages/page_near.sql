-- The first items at ($1, $2) after the item ($3, $4), among the next few segments of the order; with the pin, and when the filtered answer
-- changed last: no event by then takes effect later than the newest time known by then.
with head as materialized ({head}),
asked as materialized (
    select head.newest, head.newest_known_at, coalesce($1, head.newest_known_at) as known_at, coalesce($2, head.newest) as basis from head),
changed as materialized (
    select greatest(
        (select s.known_from from timeline.segments s
         where s.known_from <= least(asked.known_at, asked.newest_known_at) and s.recorded_from <= asked.basis and s.recorded_to > asked.basis {of_actor} {filter}
         order by s.known_from desc limit 1),
        (select s.known_to from timeline.segments s
         where s.known_to <= least(asked.known_at, asked.newest_known_at) and s.known_to < 'infinity' and s.recorded_from <= asked.basis and s.recorded_to > asked.basis {of_actor} {filter}
         order by s.known_to desc limit 1)) as at
    from asked)
select asked.newest, asked.known_at, asked.basis, changed.at, item.development, item.occurred_from, item.entry
from asked cross join changed left join lateral (
    select s.development, s.occurred_from, s.entry
    from ({walk} order by {order} limit {few}) as s
    where s.known_from <= asked.known_at and s.known_to > asked.known_at and s.recorded_from <= asked.basis and s.recorded_to > asked.basis
    {filter}
    limit {limit}) as item on true
