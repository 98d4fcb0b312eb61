-- The events that make a development's entry another one at an instant after its first: those reported at that instant, and annulments of such.
case when before.entry is not null and step.passes then (
    select json_agg(json_build_object('position', e.seq_id, 'recordedAt', e.timestamp, 'type', e.type, 'data', e.data) order by e.seq_id)::text
    from timeline.development_log l
    join timeline.mt_events e on e.seq_id = l.position
    left join timeline.mt_events target
      on target.seq_id = case when e.type = 'development_event_annulled' then (e.data ->> 'position')::bigint end
    where l.development = step.id and l.position <= $3
      and (coalesce(target.data, e.data) ->> 'reportedAt')::timestamptz = step.at) end
