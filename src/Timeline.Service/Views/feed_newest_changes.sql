-- Among the log's positions above $4 and below $3, of which at most $5 are looked at: those at which the filtered answer at known time $1 and
-- position $2 last changed for a development. The newest state that passes tells it: it still holds at $2, or it ended when it left the answer.
select l.position, l.development, e.timestamp, newest.recorded_to > $2, at_basis.entry
from (select w.position, w.development from timeline.development_log w
      where w.position > $4 and w.position < $3 order by w.position {direction} limit $5) as l
cross join lateral (
    select s.known_to, s.recorded_from, s.recorded_to, s.entry from timeline.segments s
    where s.development = l.development and s.known_from <= $1 and s.known_to > $1 and s.recorded_from <= $2 and {filter}
    order by s.recorded_from desc limit 1) as newest
left join lateral (
    select s.entry from timeline.segments s
    where s.development = l.development and s.known_from <= $1 and s.known_to > $1 and s.recorded_from <= $2 and s.recorded_to > $2) as at_basis on true
join timeline.mt_events e on e.seq_id = l.position
where l.position = case when newest.recorded_to <= $2 then newest.recorded_to
                        -- Every event counts in the state that is known in the end; in an earlier one the newest of those that count.
                        when newest.known_to = 'infinity' then newest.recorded_from
                        else (newest.entry::json ->> 'position')::bigint end
order by l.position {direction}
limit $6
