-- For each view its newest operation, running or not.
select distinct on (p.name) {columns}
from unnest(array['timeline', 'actors']) as p (name)
join timeline.operations on projection in (p.name, 'all')
order by p.name, id desc
