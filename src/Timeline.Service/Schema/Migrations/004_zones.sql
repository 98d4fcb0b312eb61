-- What keeps a page of the timeline cheap where little of it is visible: zones of the order (occurred from, development), each with the least
-- and greatest of what hides a segment. A reader passes over zones in which nothing can be visible. Made in the background from the
-- segments, so that a commit pays only for the index below; what is newer than the zones is read by it.

create index segments_by_recorded_from on timeline.segments (recorded_from);

-- The last change up to a knowledge time is looked for among what is recorded by a position.
drop index timeline.segments_by_known_from;
create index segments_by_known_from on timeline.segments (known_from, recorded_from);
drop index timeline.segments_by_known_to;
create index segments_by_known_to on timeline.segments (known_to, recorded_from) where known_to < 'infinity';

-- A zone holds the segments after its from key (exclusive) up to its to key (inclusive). The zones of an actor and level cover everything.
create table timeline.segment_zones (
    -- 1: some 64 segments; 2: some 256 zones of level 1.
    level             smallint    not null,
    -- As subject or participant; '' is everybody.
    actor             text        not null collate "C",
    to_occurred       timestamptz not null,
    to_development    text        not null collate "C",
    from_occurred     timestamptz not null,
    from_development  text        not null collate "C",
    min_known_from    timestamptz not null,
    min_recorded_from bigint      not null,
    max_occurred_to   timestamptz not null,
    -- About how many: only one of eight is counted, as eight.
    segments          bigint      not null,
    primary key (level, actor, to_occurred, to_development)
) with (fillfactor = 80);

-- Up to which position (inclusive) the zones know the segments.
create table timeline.segment_zone_head (upto bigint not null);
insert into timeline.segment_zone_head values (0);
