-- Developments of some streams, all over them.
with streams as (select id, version from timeline.mt_streams {streams})
select (select max(version) from streams), chosen.development
from (
    select distinct a.development, md5(a.development) as place
    from streams join timeline.segment_actors a on a.actor = streams.id
    join timeline.segments s using (development, known_from, recorded_from)
    where s.actor = streams.id and s.status <> 'retracted') as chosen
order by chosen.place limit 1000
