-- What keeps searches and rare filters cheap in a long log: which words, tags, publishers, kinds, statuses and places the segments of a block of positions
-- have. A block is written once, in the background, when all of its positions are in the log; a reader looks only at the blocks that hold all that
-- it asks for, and at what is newer than the blocks. See docs/decisions/015-terms.md.

-- Of which set of the views' tables, in which revision, the blocks are, and up to which position (inclusive) they go. Void for any other.
create table timeline.term_head (
    is_only  boolean not null primary key default true check (is_only),
    set_id   integer not null,
    revision integer not null,
    upto     bigint  not null
);
insert into timeline.term_head (set_id, revision, upto) values (0, 0, 0);

-- The segments that begin from from_position (inclusive) to to_position (exclusive).
create table timeline.term_blocks (
    from_position bigint not null primary key,
    to_position   bigint not null,
    -- w: and a word as search sees it, t: a tag, p: a publisher as filters compare it, k: a kind, s: a status, g: and h: a place
    -- by latitude and longitude, in whole degrees and in tens of them, rounded down.
    terms         text[] not null collate "C"
);

create index term_blocks_by_term on timeline.term_blocks using gin (terms) with (fastupdate = off);
