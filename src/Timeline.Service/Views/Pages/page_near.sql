-- The first $5 items at ($1, $2) after the item ($3, $4), among the next $6 segments of the order; with the pin.
with pin as materialized ({pin})
select pin.newest, pin.known_at, pin.basis, pin.changed, item.development, item.occurred_from, item.entry
from pin left join lateral (
    select s.development, s.occurred_from, s.entry
    from ({walk} limit $6) as s
    where s.known_from <= pin.known_at and s.known_to > pin.known_at and s.recorded_from <= pin.basis and s.recorded_to > pin.basis
    {filter}
    limit $5) as item on true
