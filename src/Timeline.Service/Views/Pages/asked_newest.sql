select coalesce(e.seq_id, 0) as newest, coalesce($1, d.newest_known_at, '-infinity') as known_at, coalesce($2, e.seq_id, 0) as basis,
       least($1, d.newest_known_at) as known_by_then, (select v.id from timeline.view_sets v where v.replaced_at is null) as view_set,
       d.position as viewed
from (select) as one
left join (select e.seq_id from timeline.mt_events e order by e.seq_id desc limit 1) as e on true
left join (select d.position, d.newest_known_at from timeline.development_log d
           where d.position <= coalesce($2, 9223372036854775807) order by d.position desc limit 1) as d on true
