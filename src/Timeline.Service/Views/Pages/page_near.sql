-- The first items at ($1, $2) after the item ($3, $4), among the next few segments of the order; with the pin, and when the filtered answer
-- changed last: no event by then takes effect later than the newest time known by then. Where conditions let little through, only the last few
-- changes are looked at, and null tells nothing. All in one row, which costs half of what fifty do.
with asked as materialized ({asked})
select asked.newest, asked.known_at, asked.basis,
       {changed} as changed,
       asked.view_set,
       page.entries, page.developments, page.occurred_from
from asked cross join lateral (
    select string_agg(item.entry, E'\x1e') as entries, string_agg(item.development, ' ') as developments, array_agg(item.occurred_from) as occurred_from
    from (
        select s.development, s.occurred_from, s.entry
        from {next}
        where s.known_from <= asked.known_at and s.known_to > asked.known_at and s.recorded_from <= asked.basis and s.recorded_to > asked.basis
        {filter}
        limit {limit}) as item) as page
