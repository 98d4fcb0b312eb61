-- Per kind: how many developments of the actor stand at ($2, $3), and the one that occurred last.
select kind, count(*), (array_agg(entry order by occurred_from desc, development desc))[1]
from (
    select s.kind, s.entry, s.occurred_from, s.development
    from timeline.segment_actors a join timeline.segments s using (development, known_from, recorded_from)
    where a.actor = $1 and s.known_from <= $2 and s.known_to > $2 and s.recorded_from <= $3 and s.recorded_to > $3 and s.status <> 'retracted') as visible
group by kind
order by kind
