-- Summaries of actors' segments, so that the state of an actor of very many developments is read without reading them all. Kept by a background
-- worker, never by a commit; everything past its watermark is read from the segments. All of it can be made again from them: to discard it, raise
-- the generation and set the position back to 0. See docs/decisions/012-actor-state.md.

-- How far the log has been looked at, and which rows of the other tables count.
create table timeline.state_head (
    is_only    boolean not null primary key default true check (is_only),
    generation integer not null,
    position   bigint  not null,
    -- How the runs are made: others are of no use.
    shape      text    not null collate "C"
);

insert into timeline.state_head (generation, position, shape) values (1, 0, '');

-- Which events changed a segment that an actor stands in, up to the head's position.
create table timeline.state_changes (
    generation integer not null,
    actor      text    not null collate "C",
    position   bigint  not null,
    primary key (generation, actor, position)
);

-- How many such events an actor has, and how many of them, up to which position, are in runs.
create table timeline.state_actors (
    generation    integer not null,
    actor         text    not null collate "C",
    changes       bigint  not null,
    summarised    bigint  not null default 0,
    last_position bigint  not null default 0,
    primary key (generation, actor)
);

-- The runs of level 0, each of as many changes, in order; a run of level n + 1 is as many runs of level n as the fan-out says.
create table timeline.state_runs (
    generation    integer not null,
    actor         text    not null collate "C",
    last_position bigint  not null,
    number        integer not null,
    primary key (generation, actor, last_position)
);

-- What a run holds, in the order of knowledge time: points, and what those before them come to.
create table timeline.state_chunks (
    generation integer     not null,
    actor      text        not null collate "C",
    level      integer     not null,
    number     integer     not null,
    -- The first point's time.
    known_from timestamptz not null,
    part       integer     not null,
    -- Boundaries at the first point's time that stand in the parts before.
    carried    integer     not null,
    state      bytea,
    points     bytea       not null,
    primary key (generation, actor, level, number, known_from, part)
);

alter table timeline.state_chunks alter column state set storage external, alter column points set storage external;
