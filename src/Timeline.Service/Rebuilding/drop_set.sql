-- Notes that the tables of a replaced set are gone; nothing comes back where another process has done so. Of each of its two schemas it tells whether no
-- other set that is there uses it.
update timeline.view_sets s set dropped_at = clock_timestamp()
where s.id = $1 and s.dropped_at is null and s.replaced_at is not null
returning s.timeline_schema, not exists (select from timeline.view_sets o where o.id <> s.id and o.dropped_at is null and o.timeline_schema = s.timeline_schema),
          s.actors_schema, not exists (select from timeline.view_sets o where o.id <> s.id and o.dropped_at is null and o.actors_schema = s.actors_schema)
