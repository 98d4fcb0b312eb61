-- How the answer under a filter changes from known time $1 (exclusive) to $2 (inclusive) at position $3: each development that comes, changes
-- or goes, with its entry before and after, in the order (time, comes or changes or goes, id). At one position a development's states follow
-- each other without gaps, so a state's beginning is the only place where anything can change.
select s.known_from, s.development, before.entry, case when step.passes then s.entry end, {because}
from timeline.segments s
cross join lateral (select s.development as id, s.known_from as at, ({filter}) as passes) as step
left join lateral (
    select s.entry from timeline.segments s
    where s.development = step.id and s.known_to = step.at and s.recorded_from <= $3 and s.recorded_to > $3 and {filter}) as before on true
where s.known_from > $1 and s.known_from <= $2 and s.recorded_from <= $3 and s.recorded_to > $3
  and before.entry is distinct from case when step.passes then s.entry end
order by s.known_from, case when before.entry is null then 0 when step.passes then 1 else 2 end, s.development
limit $4
