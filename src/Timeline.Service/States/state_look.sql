-- Notes which actors the events after $2 up to $3 affect: whose segments they open or close.
with changes as (
    insert into timeline.state_changes (generation, actor, position)
    select distinct $1::integer, stands.actor, change.position
    from (select distinct development from timeline.development_log where position > $2 and position <= $3) as looked
    cross join lateral (
        select recorded_from, recorded_to, actors
        from timeline.segments
        where development = looked.development and ((recorded_from > $2 and recorded_from <= $3) or (recorded_to > $2 and recorded_to <= $3))
        offset 0) as s
    cross join lateral (values (s.recorded_from), (s.recorded_to)) as change (position)
    cross join lateral unnest(s.actors) as stands (actor)
    where change.position > $2 and change.position <= $3
    returning actor)
insert into timeline.state_actors (generation, actor, changes)
select $1, actor, count(*) from changes group by actor order by actor
on conflict (generation, actor) do update set changes = state_actors.changes + excluded.changes
