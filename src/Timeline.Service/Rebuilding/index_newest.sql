-- The newest effective time of the development events up to position $1, as the log gives it; a row without an event tells nothing.
select newest.newest_known_at
from ((select l.position, l.newest_known_at from timeline.development_log l
       where l.position <= $1 and not exists (select from {built}.index_corrections c where c.position = l.position)
         and exists (select from timeline.mt_events e where e.seq_id = l.position)
       order by l.position desc limit 1)
      union all
      (select c.position, c.newest_known_at from {built}.index_corrections c
       where c.position <= $1 and c.development is not null order by c.position desc limit 1)) as newest
order by newest.position desc limit 1
