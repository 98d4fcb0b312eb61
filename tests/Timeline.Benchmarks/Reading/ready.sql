create table if not exists ready (number bigint primary key, entry text not null);
insert into ready
select row_number() over (order by s.occurred_from, s.development), s.entry
from timeline.segments s
where s.recorded_to = 9223372036854775807 and s.known_to = 'infinity' and s.status <> 'retracted' and not exists (select from ready);
analyze ready;
