select $2 as newest, $1 as known_at, $2 as basis, least($1, d.newest_known_at) as known_by_then, 0 as view_set, d.position as viewed
from (select) as one left join (
    select d.position, d.newest_known_at from timeline.development_log d where d.position <= $2 order by d.position desc limit 1) as d on true
