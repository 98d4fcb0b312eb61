-- Divides zones of level $1, whose actors and to keys are given side by side, into such of about $5 segments.
with whole as materialized (
    delete from timeline.segment_zones z
    using unnest($2::text[], $3::timestamptz[], $4::text[]) as given (actor, to_occurred, to_development)
    where z.level = $1 and z.actor = given.actor and (z.to_occurred, z.to_development) = (given.to_occurred, given.to_development)
    returning z.*
), keys as (
    select whole.actor, whole.from_occurred as whole_from_occurred, whole.from_development as whole_from_development,
           whole.to_occurred as whole_to_occurred, whole.to_development as whole_to_development, content.*
    from whole cross join lateral ({content}) as content
), numbered as (
    select keys.*, floor((sum(segments) over places - segments) / $5) as part
    from keys window places as (partition by actor, whole_to_occurred, whole_to_development order by to_occurred, to_development)
), parts as (
    select actor, whole_from_occurred, whole_from_development, whole_to_occurred, whole_to_development, part,
           (array_agg(to_occurred order by to_occurred desc, to_development desc))[1] as upto_occurred,
           (array_agg(to_development order by to_occurred desc, to_development desc))[1] as upto_development,
           min(known_from) as known_from, min(recorded_from) as recorded_from, max(occurred_to) as occurred_to, sum(segments) as segments
    from numbered
    group by 1, 2, 3, 4, 5, 6
), ranges as (
    select parts.*, lag(upto_occurred) over neighbours as since_occurred, lag(upto_development) over neighbours as since_development,
           lead(part) over neighbours is null as is_last
    from parts window neighbours as (partition by actor, whole_to_occurred, whole_to_development order by part)
)
insert into timeline.segment_zones (level, actor, to_occurred, to_development, from_occurred, from_development, min_known_from, min_recorded_from, max_occurred_to, segments)
select $1, actor,
       case when is_last then whole_to_occurred else upto_occurred end, case when is_last then whole_to_development else upto_development end,
       coalesce(since_occurred, whole_from_occurred), coalesce(since_development, whole_from_development),
       known_from, recorded_from, occurred_to, segments
from ranges
