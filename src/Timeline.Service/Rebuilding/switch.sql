-- The built tables become the live ones; what they replace ends at the newest position. Of what was not built ($3, $4: a schema or null), the live
-- tables stay.
with replaced as (
    update timeline.view_sets set replaced_at = clock_timestamp(), last_position = $5 where replaced_at is null
    returning timeline_schema, actors_schema)
insert into timeline.view_sets (version, operation, timeline_schema, actors_schema, live_after)
select $1, $2, coalesce($3, r.timeline_schema), coalesce($4, r.actors_schema), $5 from replaced r
