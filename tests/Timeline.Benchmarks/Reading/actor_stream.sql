-- The view of one actor's stream of {events} events after position {after}: reports that occurred over ten years, in no order, a third of them with
-- one of 2,000 counterparts, a fifth with a figure; a tenth of the events corrects an earlier report from some later time on.
create temporary table stream on commit drop as
select event, '{actor}-' || event as development, {after} + event as position, {after} + correction as corrected_at, occurred, known_from,
       known_from + interval '30 days' * (1 + (hashint8extended(event, 3) & 1023)) / 1024 as known_to,
       (array['assessment', 'casualties', 'deployment', 'engagement', 'meeting', 'other', 'sanction', 'statement', 'transfer', 'treaty'])[1 + (hashint8extended(event, 4) & 1023) % 10] as kind,
       case when hashint8extended(event, 5) & 1023 < 341 then 'actor-' || (hashint8extended(event, 6) & 65535) % 2000 end as counterpart,
       case when hashint8extended(event, 7) & 1023 < 205 then 500 * (1 + (hashint8extended(event, 8) & 1023) % 12) end as troops,
       (array['Reuters', 'Yonhap', 'Associated Press', 'Agence France-Presse', 'Kyiv Independent', 'NK News'])[1 + (hashint8extended(event, 9) & 1023) % 6] as attribution
from (
    select event, occurred, occurred + interval '2 days' + interval '1 microsecond' * (hashint8extended(event, 2) & 34359738367) as known_from,
           case when correction <= {events} then correction end as correction
    from (
        select event, timestamptz '2015-01-01Z' + interval '1 day' * ((hashint8extended(event, 1) & 1048575) % 3650) as occurred,
               case when event % 10 = 4 then 2 * (event - 4) + 9 when event % 20 = 15 then event + 4 end as correction
        from generate_series(1, {events}) as event
        where event % 10 <> 9) as dated) as known;

create temporary table stands on commit drop as
select s.*, segment.*
from stream s
cross join lateral (
    select s.known_from as segment_from, 'infinity'::timestamptz as segment_to, s.position as recorded_from, coalesce(s.corrected_at, 9223372036854775807) as recorded_to, 1 as revision
    union all select s.known_from, s.known_to, s.corrected_at, 9223372036854775807, 1 where s.corrected_at is not null
    union all select s.known_to, 'infinity', s.corrected_at, 9223372036854775807, 2 where s.corrected_at is not null) as segment;

insert into timeline.development_log (position, development, newest_known_at)
select position, development, '2025-02-01' from (
    select position, development from stream union all select corrected_at, development from stream where corrected_at is not null) as events
order by position;

insert into timeline.segments (development, known_from, known_to, recorded_from, recorded_to, occurred_from, occurred_to, occurred_latest_start, occurred_earliest_end,
    actor, actors, kind, status, tags, publishers, measures, latitudes, longitudes, words, entry)
select development, segment_from, segment_to, recorded_from, recorded_to, occurred, occurred + interval '1 day', occurred, occurred + interval '1 day',
       '{actor}', array_remove(array['{actor}', counterpart], null), kind, 'reported', '{generated}', '{reuters}', case when troops is null then '{}' else array['troops'] end, '{}', '{}',
       'the actor moves two brigades near a town',
       json_build_object(
           'id', development, 'actor', '{actor}', 'kind', kind, 'occurred', json_build_object('edtf', to_char(occurred, 'YYYY-MM-DD'), 'precision', 'day'),
           'headline', 'The actor moves two brigades near town ' || event % 500, 'summary', 'Officials said that the actor moves two brigades; the other side did not comment.',
           'attribution', attribution,
           'figures', json_build_array(json_build_object('measure', 'troops', 'value', troops, 'unit', 'people', 'attribution', attribution, 'reportedAt', to_char(known_from at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))),
           'tags', json_build_array('generated'), 'status', 'reported', 'knownFrom', to_char(known_from at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
           'revision', revision, 'sources', json_build_array(json_build_object('publisher', 'Reuters', 'title', 'Dispatch ' || event, 'url', 'https://example.org/' || event)),
           'position', recorded_from)::text
from stands
order by recorded_from;

insert into timeline.segment_actors (actor, occurred_from, development, known_from, recorded_from)
select actor, occurred, development, segment_from, recorded_from
from stands cross join lateral unnest(array_remove(array['{actor}', counterpart], null)) as actor
order by 1, 2, 3, 4, 5;

insert into timeline.actors (actor, recorded_from, name, kind, aliases, words) values ('{actor}', {after} + 1, '{actor}', 'state', '{}', '{actor}');
insert into timeline.actor_keys (key, actor, recorded_from) values ('{actor}', '{actor}', {after} + 1);
