-- Our own tables beside Marten's: what the writer looks up under the ordering lock, and the views, written in the same transaction as the
-- events. Everything here can be rebuilt from the log, but for the idempotency keys.

-- Which events belong to a development, and the newest knowledge time that the log had reached at each position.
create table timeline.development_log (
    position        bigint      not null primary key,
    development     text        not null collate "C",
    newest_known_at timestamptz not null
);

create unique index development_log_by_development on timeline.development_log (development, position);

-- Idempotency keys with the first answer, kept atomically with the events.
create table timeline.command_keys (
    scope        text        not null collate "C",
    key          text        not null collate "C",
    request_hash bytea       not null,
    position     bigint,
    answer       text,
    created_at   timestamptz not null default now(),
    primary key (scope, key)
);

create index command_keys_by_age on timeline.command_keys (created_at) where scope <> 'import';

-- Actors over the basis: a row holds from recorded_from (inclusive) to recorded_to (exclusive).
create table timeline.actors (
    actor         text   not null collate "C",
    recorded_from bigint not null,
    recorded_to   bigint not null default 9223372036854775807,
    name          text   not null,
    kind          text   not null,
    aliases       text[] not null,
    -- The name as search sees it.
    words         text   not null collate "C",
    primary key (actor, recorded_from)
);

-- What actors are found by: their ids and aliases, in lower case.
create table timeline.actor_keys (
    key           text   not null collate "C",
    actor         text   not null collate "C",
    recorded_from bigint not null,
    recorded_to   bigint not null default 9223372036854775807,
    primary key (key, recorded_from)
);

-- The bitemporal timeline: one row a rectangle of (known interval × recorded interval) in which one entry holds. Half-open intervals.
-- A row is written once; only recorded_to changes, once, when a later event closes it.
create table timeline.segments (
    development           text        not null collate "C",
    known_from            timestamptz not null,
    known_to              timestamptz not null,
    recorded_from         bigint      not null,
    recorded_to           bigint      not null default 9223372036854775807,
    -- An open or unknown start is the year 1 BC, so that it sorts before every date and stays finite; an open or unknown end is infinity.
    occurred_from         timestamptz not null,
    occurred_to           timestamptz not null,
    occurred_latest_start timestamptz not null,
    occurred_earliest_end timestamptz not null,
    actor                 text        not null collate "C",
    actors                text[]      not null collate "C",
    kind                  text        not null collate "C",
    status                text        not null collate "C",
    tags                  text[]      not null collate "C",
    publishers            text[]      not null collate "C",
    measures              text[]      not null collate "C",
    latitudes             float8[]    not null,
    longitudes            float8[]    not null,
    -- Headline, summary, places and attribution as search sees them.
    words                 text        not null collate "C",
    -- The entry's JSON, ready to serve: text, because its bytes are promised.
    entry                 text        not null,
    primary key (development, recorded_from, known_from)
) with (fillfactor = 90);

create index segments_by_occurred on timeline.segments (occurred_from, development, known_from, recorded_from);

-- When what was known changed: each row begins at known_from, and a few end before the next one that a filter shows begins.
create index segments_by_known_from on timeline.segments (known_from);

create index segments_by_known_to on timeline.segments (known_to) where known_to < 'infinity';

create index segments_by_measure on timeline.segments using gin (measures) where measures <> '{}';

-- The same order for each actor, as subject or participant.
create table timeline.segment_actors (
    actor         text        not null collate "C",
    occurred_from timestamptz not null,
    development   text        not null collate "C",
    known_from    timestamptz not null,
    recorded_from bigint      not null,
    primary key (actor, occurred_from, development, known_from, recorded_from)
);
