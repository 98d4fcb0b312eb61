-- The developments of a selection: a named one ($1); those of an actor ($2), as its subject by the log or as a participant by the view; those with an event
-- from $3 to $4. Of several conditions all hold.
insert into {built}.several_events (development, events)
select d.development, (select count(*) from timeline.development_log l where l.development = d.development)
from (
    select $1::text as development where $1::text is not null
    union
    select i.development from timeline.mt_events e join timeline.development_log i on i.position = e.seq_id where $1::text is null and e.stream_id = $2
    union
    select a.development from timeline.segment_actors a where $1::text is null and a.actor = $2
    union
    select i.development from timeline.development_log i where $1::text is null and $2::text is null and i.position between $3 and $4) as d
where ($2::text is null or $1::text is null or exists (select from timeline.segment_actors a where a.actor = $2 and a.development = d.development)
       or exists (select from timeline.development_log i join timeline.mt_events e on e.seq_id = i.position where i.development = d.development and e.stream_id = $2))
  and (($3 = 0 and $4 = 9223372036854775807)
       or exists (select from timeline.development_log i where i.development = d.development and i.position between $3 and $4))
