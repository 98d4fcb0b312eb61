-- As page_near.sql, for a question that is asked again and again for other knowledge times: the items come with those for which they are the same, from
-- inclusive, to exclusive, between two at which a segment begins or ends that stands before the last of them. They may be held if the tables are still what
-- they were thought to be, $5 in its revision $6, and as long as the views hold no more up to this position.
with asked as materialized ({asked})
select asked.newest, asked.known_at, asked.basis,
       {changed} as changed,
       asked.view_set, coalesce(asked.viewed, 0), exists (select from timeline.view_sets v where v.id = $5 and v.revision = $6 and v.replaced_at is null) as is_live,
       page.entries, page.developments, page.occurred_from, page.held_from, page.held_to
from asked cross join lateral (
    select string_agg(item.entry, E'\x1e') filter (where item.is_visible) as entries,
           string_agg(item.development, ' ') filter (where item.is_visible) as developments,
           array_agg(item.occurred_from) filter (where item.is_visible) as occurred_from,
           coalesce(greatest(max(item.known_from) filter (where item.known_from <= asked.known_at), max(item.known_to) filter (where item.known_to <= asked.known_at)), '-infinity') as held_from,
           coalesce(least(min(item.known_from) filter (where item.known_from > asked.known_at), min(item.known_to) filter (where item.known_to > asked.known_at)), 'infinity') as held_to
    from (
        select s.*, count(*) filter (where s.is_visible) over (order by s.occurred_from {direction}, s.development {direction} rows unbounded preceding) as number
        from (select s.development, s.occurred_from, s.entry, s.known_from, s.known_to, s.known_from <= asked.known_at and s.known_to > asked.known_at as is_visible
              from ({walk} order by {order} limit {few}) as s
              where s.recorded_from <= asked.basis and s.recorded_to > asked.basis
              {filter}) as s) as item
    where item.number <= {limit}) as page
