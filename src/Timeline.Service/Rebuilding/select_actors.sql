-- The actors of a selection: a named one ($1), or those with an event of their own from $2 to $3.
select s.id from timeline.mt_streams s
where ($1::text is null or s.id = $1)
  and (($2 = 0 and $3 = 9223372036854775807)
       or exists (select from timeline.mt_events e where e.stream_id = s.id and e.type like 'actor%' and e.seq_id between $2 and $3))
union
select a.actor from timeline.actors a where a.actor = $1
