-- The events after position $1, in order, at most $2, each with the entry of the newest answer that it ended and the one that it began. An event of
-- a development replaces the segment that its previous event began, whose known interval is open; an actor's own gives it names. First in each row
-- stands which set of view tables is live, because in any other the newest rows are missing. Each look-up has a limit, so that it is one for each event:
-- on tables that have grown since the statement was planned, a join would read them whole.
select (select id from timeline.view_sets where replaced_at is null), e.seq_id, e.timestamp, l.development, e.type,
       case when before.entry is not null and after.entry is not null then e.data::text end,
       before.entry, before.words, before.kind, before.status, before.actors, before.tags, before.publishers,
       before.occurred_from, before.occurred_to, before.occurred_latest_start, before.occurred_earliest_end, before.latitudes, before.longitudes,
       after.entry, after.words, after.kind, after.status, after.actors, after.tags, after.publishers,
       after.occurred_from, after.occurred_to, after.occurred_latest_start, after.occurred_earliest_end, after.latitudes, after.longitudes,
       named.actor, named.words, named.aliases
from timeline.mt_events e
left join lateral (select d.position, d.development from timeline.development_log d where d.position = e.seq_id limit 1) l on true
left join lateral (
    select p.position from timeline.development_log p
    where p.development = l.development and p.position < l.position order by p.position desc limit 1) previous on true
left join lateral (
    select s.* from timeline.segments s
    where s.development = l.development and s.recorded_from = previous.position and s.recorded_to = l.position and s.known_to = 'infinity' limit 1) before on true
left join lateral (
    select s.* from timeline.segments s
    where s.development = l.development and s.recorded_from = l.position and s.known_to = 'infinity' limit 1) after on true
left join lateral (select a.* from timeline.actors a where a.actor = e.stream_id and a.recorded_from = e.seq_id limit 1) named on true
where e.seq_id > $1
order by e.seq_id
limit $2
