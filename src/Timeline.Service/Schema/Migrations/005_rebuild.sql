-- Rebuilding views beside those that serve: where the live tables are, the operations that rebuild and verify them, and what these find.

-- View sets -------------------------------------------------------------------------------------------------------------

-- Each row is a set of the views' tables: segments, segment_actors and the zones in one schema, actors and actor_keys in another or the same. The one that is
-- not replaced is live: it is read, and written with every event. A replaced one is written no more, and answers for the permalinks of its
-- version up to its last position, until it is dropped. A switch is a change of this table and of nothing else, under the ordering lock.
create table timeline.view_sets (
    id              integer     not null generated always as identity primary key,
    -- The view version that the rows are of: the second part of an edition.
    version         integer     not null,
    timeline_schema text        not null collate "C",
    actors_schema   text        not null collate "C",
    -- Raised when rows are repaired in place, so that writers forget what they remember.
    revision        integer     not null default 0,
    -- The operation that built it, if any.
    operation       bigint,
    live_from       timestamptz not null default clock_timestamp(),
    live_after      bigint      not null,
    replaced_at     timestamptz,
    last_position   bigint,
    dropped_at      timestamptz,
    constraint view_sets_replaced_ones_end check ((replaced_at is null) = (last_position is null))
);

create unique index view_sets_one_is_live on timeline.view_sets ((true)) where replaced_at is null;

insert into timeline.view_sets (version, timeline_schema, actors_schema, live_after) values (1, 'timeline', 'timeline', 0);

-- Fails with TLV01 unless a set is live, in the revision that the caller knows. For writers, after timeline.lock_log().
create function timeline.expect_views(expected_set integer, expected_revision integer) returns void language plpgsql volatile as $$
begin
  if not exists (
    select from timeline.view_sets s where s.replaced_at is null and s.id = expected_set and s.revision = expected_revision
  ) then
    raise exception 'the views are not those of set %, revision %, any more', expected_set, expected_revision
      using errcode = 'TLV01', hint = 'Look at timeline.view_sets again.';
  end if;
end
$$;

drop function timeline.begin_group(bigint, bigint, bigint, timestamptz, text[], text[], text[]);

-- The one round trip of a group (003), which now also checks that the views' tables are those that its writer remembers: TL001 otherwise, so that
-- it looks again. Takes the ordering lock and checks the memory under it: the newest position is still the expected one, none of the new
-- developments or keys exists, and the group's first position and time are above the newest, the time within a second of the clock. What follows in the transaction needs no more verification: it numbers and stamps its events upwards from what was checked
-- here. Gives the clock, from which the writer stamps its next group. Volatile, so that each statement in it sees what the lock's last
-- holder wrote. Only for a batch that ends its transaction: nothing here ends a session that goes idle.
create function timeline.begin_group(
  expected_position bigint, first_position bigint, last_position bigint, first_time timestamptz, new_developments text[], key_scopes text[], keys text[],
  expected_set bigint, expected_revision bigint)
returns timestamptz language plpgsql volatile as $$
declare
  head      bigint;
  head_time timestamptz;
  clock     timestamptz;
begin
  perform pg_advisory_xact_lock(timeline.log_lock_key()), set_config('timeline.ordered_writer', 'checked', true),
          set_config('enable_seqscan', 'off', true), set_config('jit', 'off', true);
  clock := clock_timestamp();
  select e.seq_id, e.timestamp into head, head_time from timeline.mt_events e order by e.seq_id desc limit 1;
  if coalesce(head, 0) <> expected_position or first_position <= expected_position or first_time <= head_time
    or first_time not between clock - interval '1 second' and greatest(clock, head_time) + interval '1 second'
  then
    raise exception 'the newest position is %, not %, or the writer''s clock is off', coalesce(head, 0), expected_position using errcode = 'TL001';
  end if;
  if not exists (
    select from timeline.view_sets s where s.replaced_at is null and s.id = expected_set and s.revision = expected_revision
  ) then
    raise exception 'the views are not those of set %, revision %, any more', expected_set, expected_revision using errcode = 'TL001';
  end if;
  if cardinality(new_developments) > 0 then
    if exists (select from timeline.development_log d where d.development = any (new_developments)) then
      raise exception 'a development of the group exists' using errcode = 'TL001';
    end if;
  end if;
  if cardinality(keys) > 0 then
    if exists (
      select from unnest(key_scopes, keys) as asked (scope, key) join timeline.command_keys k on k.scope = asked.scope and k.key = asked.key
    ) then
      raise exception 'a key of the group is used' using errcode = 'TL001';
    end if;
  end if;
  if last_position >= first_position then
    perform setval('timeline.mt_events_sequence', greatest(last_position, (select s.last_value from timeline.mt_events_sequence s)));
  end if;
  return clock;
end
$$;

-- Brings the live tables back to the schema timeline, under the names that migrations know them by; replaced ones that stand there make room. The
-- migrator calls this before it applies anything.
create function timeline.settle_views() returns void language plpgsql as $$
declare
  tables_of record;
  live      record;
  old       record;
  aside     text;
  t         text;
begin
  perform timeline.lock_log();
  select * into strict live from timeline.view_sets s where s.replaced_at is null for update;
  for tables_of in
    select 'timeline_schema' as place, live.timeline_schema as here, array['segments', 'segment_actors', 'segment_zones', 'segment_zone_head'] as names
    union all select 'actors_schema', live.actors_schema, array['actors', 'actor_keys']
  loop
    continue when tables_of.here = 'timeline';
    if to_regclass('timeline.' || tables_of.names[1]) is not null then
      select s.id into strict old from timeline.view_sets s
        where s.dropped_at is null and s.id <> live.id and case tables_of.place when 'timeline_schema' then s.timeline_schema else s.actors_schema end = 'timeline'
        order by s.id desc limit 1;
      aside := 'timeline_set_' || old.id;
      execute format('create schema if not exists %I', aside);
      foreach t in array tables_of.names loop
        execute format('alter table timeline.%I set schema %I', t, aside);
      end loop;
      execute format('update timeline.view_sets set %1$I = %2$L where %1$I = ''timeline'' and dropped_at is null and id <> %3$s', tables_of.place, aside, live.id);
    end if;
    foreach t in array tables_of.names loop
      execute format('alter table %I.%I set schema timeline', tables_of.here, t);
    end loop;
    execute format('update timeline.view_sets set %I = ''timeline'', revision = revision + 1 where id = %s', tables_of.place, live.id);
  end loop;
end
$$;

-- Operations ------------------------------------------------------------------------------------------------------------

-- A rebuild or a verification, from the request to its end. Whoever works on it holds the advisory lock (1953263472, id): 'tlop' in ASCII. One that
-- is running and whose lock is free was interrupted, and is taken up where it was, or abandoned.
create table timeline.operations (
    id            bigint      not null generated always as identity primary key,
    kind          text        not null check (kind in ('rebuild', 'verify')),
    projection    text        not null check (projection in ('timeline', 'actors', 'all')),
    -- The view version that is built.
    version       integer     not null,
    -- What of the view is replayed, and what may be done with a difference.
    options       jsonb       not null,
    requested_by  text        not null,
    requested_at  timestamptz not null default clock_timestamp(),
    state         text        not null default 'running' check (state in ('running', 'succeeded', 'differs', 'cancelled', 'failed')),
    phase         text        not null default 'waiting',
    -- Raised whenever it is taken up: what an earlier run still tries to write is refused.
    run           integer     not null default 0,
    is_cancelled  boolean     not null default false,
    -- The log up to here is in what it has built.
    position      bigint      not null default 0,
    -- Where the present phase goes on; each phase writes its own.
    resume        text,
    done          bigint      not null default 0,
    total         bigint,
    events        bigint      not null default 0,
    folds         bigint      not null default 0,
    rows          bigint      not null default 0,
    unreadable    bigint      not null default 0,
    missing       bigint      not null default 0,
    surplus       bigint      not null default 0,
    different     bigint      not null default 0,
    repaired      bigint      not null default 0,
    fault         text,
    started_at    timestamptz,
    phase_at      timestamptz,
    changed_at    timestamptz not null default clock_timestamp(),
    ended_at      timestamptz,
    constraint operations_end_when_they_stop_running check ((state = 'running') = (ended_at is null))
) with (fillfactor = 50);

-- One at a time for each view.
create unique index operations_one_on_timeline on timeline.operations ((true)) where state = 'running' and projection in ('timeline', 'all');

create unique index operations_one_on_actors on timeline.operations ((true)) where state = 'running' and projection in ('actors', 'all');

-- Rows of the live view that differ from what the log gives; the first ten thousand of an operation, which counts them all.
create table timeline.operation_differences (
    operation   bigint   not null references timeline.operations (id) on delete cascade,
    number      bigint   not null generated always as identity,
    table_name  text     not null,
    kind        text     not null check (kind in ('missing', 'surplus', 'different')),
    -- The development or actor.
    subject     text     not null collate "C",
    row_key     jsonb    not null,
    columns     text[]   not null,
    -- The events that make the row, or would.
    positions   bigint[] not null,
    primary key (operation, number)
);

-- Events of our types that cannot be read: set aside, so that they stop nothing else. A rebuild reads them again.
create table timeline.unreadable_events (
    position bigint not null primary key,
    type     text   not null,
    reason   text   not null
);

-- What an operation has set aside; it takes the place of the above when the operation switches.
create table timeline.operation_unreadable (
    operation bigint not null references timeline.operations (id) on delete cascade,
    position  bigint not null,
    type      text   not null,
    reason    text   not null,
    primary key (operation, position)
);
