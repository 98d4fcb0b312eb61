-- Divides zones of level $1, whose actors and to keys are given side by side, into such of about $5 segments.
with whole as (
    delete from timeline.segment_zones z
    using unnest($2::text[], $3::timestamptz[], $4::text[]) as given (actor, to_occurred, to_development)
    where z.level = $1 and z.actor = given.actor and (z.to_occurred, z.to_development) = (given.to_occurred, given.to_development)
    returning z.*
), keys as (
    select whole.actor, whole.to_occurred as whole_occurred, whole.to_development as whole_development, content.*
    from whole cross join lateral ({content}) as content
), numbered as (
    select keys.*, floor((sum(segments) over places - segments) / $5) as part
    from keys window places as (partition by actor, whole_occurred, whole_development order by to_occurred, to_development)
), parts as (
    select distinct on (actor, whole_occurred, whole_development, part)
           actor, whole_occurred, whole_development, part, to_occurred, to_development,
           min(known_from) over part_of as known_from, min(recorded_from) over part_of as recorded_from, max(occurred_to) over part_of as occurred_to,
           sum(segments) over part_of as segments
    from numbered window part_of as (partition by actor, whole_occurred, whole_development, part)
    order by actor, whole_occurred, whole_development, part, to_occurred desc, to_development desc
), ranges as (
    select parts.*,
           lag(parts.to_occurred) over neighbours as from_occurred, lag(parts.to_development) over neighbours as from_development,
           lead(parts.part) over neighbours is null as is_last
    from parts window neighbours as (partition by actor, whole_occurred, whole_development order by part)
)
insert into timeline.segment_zones (level, actor, to_occurred, to_development, from_occurred, from_development, min_known_from, min_recorded_from, max_occurred_to, segments)
select $1, whole.actor,
       case when ranges.is_last or ranges.part is null then whole.to_occurred else ranges.to_occurred end,
       case when ranges.is_last or ranges.part is null then whole.to_development else ranges.to_development end,
       coalesce(ranges.from_occurred, whole.from_occurred), coalesce(ranges.from_development, whole.from_development),
       coalesce(ranges.known_from, 'infinity'), coalesce(ranges.recorded_from, 9223372036854775807), coalesce(ranges.occurred_to, '-infinity'), coalesce(ranges.segments, 0)
from whole left join ranges on (ranges.actor, ranges.whole_occurred, ranges.whole_development) = (whole.actor, whole.to_occurred, whole.to_development)
