-- What every unpinned answer is a function of: the newest position, up to where the views hold developments, and which tables are live.
select coalesce(e.seq_id, 0), coalesce(d.position, 0), v.id, v.revision
from timeline.view_sets v
left join (select e.seq_id from timeline.mt_events e order by e.seq_id desc limit 1) as e on true
left join (select d.position from timeline.development_log d order by d.position desc limit 1) as d on true
where v.replaced_at is null
