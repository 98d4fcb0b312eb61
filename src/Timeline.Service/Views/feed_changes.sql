-- All developments that the filtered answer at known time $1 showed at some position up to $2, by the position at which that last changed: those
-- beyond ($3, $4) in that order, at most $5. A piece is a state for as long as the filter passed it.
with piece as ({pieces}),
newest as (select distinct on (p.development) p.* from piece p order by p.development, p.ended desc),
change as (
    select n.development, n.ended > $2 as is_shown,
           case when n.ended <= $2 then n.ended
                else greatest(n.began, case when n.known_to = 'infinity' then n.recorded_from
                                            else (select (s.entry::json ->> 'position')::bigint from timeline.segments s
                                                  where s.development = n.development and s.recorded_from = n.recorded_from and s.known_from = n.known_from) end)
           end as position
    from newest n),
page as (
    select c.* from change c where (c.position, c.development) {beyond} ($3::bigint, $4::text collate "C")
    order by c.position {direction}, c.development {direction} limit $5)
select p.position, p.development, e.timestamp, p.is_shown, at_basis.entry
from page p
left join lateral (
    select s.entry from timeline.segments s
    where s.development = p.development and s.known_from <= $1 and s.known_to > $1 and s.recorded_from <= $2 and s.recorded_to > $2) as at_basis on true
join timeline.mt_events e on e.seq_id = p.position
order by p.position {direction}, p.development {direction}
