-- Makes the zones of level $1 anew, of about $2 segments each; what they hold, by actor and key, is gone through once, in order.
with numbered as (
    select content.*, div(sum(segments) over places - segments, $2) as part
    from ({content}) as content
    window places as (partition by actor order by to_occurred, to_development)
), ended as (
    select numbered.*, lead(part) over (partition by actor order by to_occurred, to_development) is distinct from part as is_end
    from numbered
), parts as (
    select actor, part,
           max(to_occurred) filter (where is_end) as upto_occurred, max(to_development) filter (where is_end) as upto_development,
           min(known_from) as known_from, min(recorded_from) as recorded_from, max(occurred_to) as occurred_to, sum(segments) as segments
    from ended
    group by actor, part
), ranges as (
    select parts.*, lag(upto_occurred) over neighbours as since_occurred, lag(upto_development) over neighbours as since_development,
           lead(part) over neighbours is null as is_last
    from parts window neighbours as (partition by actor order by part)
)
insert into timeline.segment_zones (level, actor, to_occurred, to_development, from_occurred, from_development, min_known_from, min_recorded_from, max_occurred_to, segments)
select $1, actor,
       case when is_last then 'infinity' else upto_occurred end, case when is_last then '' else upto_development end,
       coalesce(since_occurred, '-infinity'), coalesce(since_development, ''),
       known_from, recorded_from, occurred_to, segments
from ranges
