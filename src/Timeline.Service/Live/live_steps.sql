-- The events after position $1, in order, at most $2, each with the entry of the newest answer that it ended and the one that it began. An event of
-- a development replaces the segment that its previous event began, whose known interval is open; an actor's own gives it names. First in each row
-- stands which set of view tables is live, because in any other the newest rows are missing.
select (select id from timeline.view_sets where replaced_at is null), e.seq_id, e.timestamp, l.development, e.type,
       case when before.entry is not null and after.entry is not null then e.data::text end,
       before.entry, before.words, before.kind, before.status, before.actors, before.tags, before.publishers,
       before.occurred_from, before.occurred_to, before.occurred_latest_start, before.occurred_earliest_end, before.latitudes, before.longitudes,
       after.entry, after.words, after.kind, after.status, after.actors, after.tags, after.publishers,
       after.occurred_from, after.occurred_to, after.occurred_latest_start, after.occurred_earliest_end, after.latitudes, after.longitudes,
       named.actor, named.words, named.aliases
from timeline.mt_events e
left join timeline.development_log l on l.position = e.seq_id
left join lateral (
    select p.position from timeline.development_log p
    where p.development = l.development and p.position < l.position order by p.position desc limit 1) previous on true
left join timeline.segments before
    on before.development = l.development and before.recorded_from = previous.position and before.recorded_to = l.position and before.known_to = 'infinity'
left join timeline.segments after
    on after.development = l.development and after.recorded_from = l.position and after.known_to = 'infinity'
left join timeline.actors named on named.actor = e.stream_id and named.recorded_from = e.seq_id
where e.seq_id > $1
order by e.seq_id
limit $2
