-- The log: Marten's event tables, and what makes appends totally ordered by commit for every writer of them.
-- Nothing but triggers may be added to the mt_ tables: Marten takes any other column, index or constraint for drift.

-- Tables ---------------------------------------------------------------------------------------------------------------

create table timeline.mt_streams (
  id          varchar     constraint pkey_mt_streams_id primary key,
  type        varchar,
  version     bigint,
  timestamp   timestamptz not null default now(),
  created     timestamptz not null default now(),
  tenant_id   varchar     default '*DEFAULT*',
  is_archived boolean     default false
);

create table timeline.mt_events (
  seq_id         bigint       constraint pkey_mt_events_seq_id primary key,
  id             uuid         not null,
  stream_id      varchar      constraint fkey_mt_events_stream_id references timeline.mt_streams (id) on delete cascade,
  version        bigint       not null,
  data           jsonb        not null,
  bdata          bytea,
  type           varchar(500) not null,
  timestamp      timestamptz  not null default now(),
  tenant_id      varchar      default '*DEFAULT*',
  mt_dotnet_type varchar,
  correlation_id varchar,
  causation_id   varchar,
  headers        jsonb,
  user_name      varchar,
  is_archived    boolean      default false
);

create unique index pk_mt_events_stream_and_version on timeline.mt_events (stream_id, version);

create sequence timeline.mt_events_sequence owned by timeline.mt_events.seq_id;

create table timeline.mt_event_progression (
  name         varchar     constraint pk_mt_event_progression primary key,
  last_seq_id  bigint,
  last_updated timestamptz default transaction_timestamp()
);

-- The log's identity, born with the database: positions mean something only together with it. ---------------------------

-- 12 characters of a-z and 2-9, from the server's strong random source.
create function timeline.new_log_id() returns text language sql volatile as $$
  select string_agg(substr('abcdefghijklmnopqrstuvwxyz23456789', 1 + get_byte(uuid_send(gen_random_uuid()), 0) % 34, 1), '')
  from generate_series(1, 12)
$$;

create table timeline.log (
  id      text        not null default timeline.new_log_id() constraint log_id_is_12_characters check (id ~ '^[a-z2-9]{12}$'),
  created timestamptz not null default clock_timestamp()
);

create unique index log_has_one_row on timeline.log ((true));

insert into timeline.log default values;

-- Reading the head ------------------------------------------------------------------------------------------------------

-- The newest event's position and time; (0, null) while the log is empty.
create function timeline.log_head(out "position" bigint, out recorded_at timestamptz) returns setof record language sql stable as $$
  select coalesce(newest.seq_id, 0), newest.timestamp
  from (values (1)) always_one_row (n)
  left join lateral (select e.seq_id, e.timestamp from timeline.mt_events e order by e.seq_id desc limit 1) newest on true
$$;

-- The last position recorded at or before an instant, 0 if there is none. Times rise with positions, so the primary key is
-- searched by halves: one probe for each bit of the newest position, and no index on the time.
create function timeline.position_at(t timestamptz) returns bigint language plpgsql stable strict as $$
declare
  answer bigint := 0;
  low    bigint := 0;  -- settled: the answer is the last event up to here, or lies above
  high   bigint;       -- nothing above it was recorded by t
  middle bigint;
  probe  record;
begin
  select h.position, h.recorded_at into probe from timeline.log_head() h;
  if probe.position = 0 or probe.recorded_at <= t then
    return probe.position;
  end if;
  high := probe.position - 1;
  while low < high loop
    middle := low + (high - low + 1) / 2;
    select e.seq_id, e.timestamp into probe from timeline.mt_events e where e.seq_id <= middle order by e.seq_id desc limit 1;
    if probe.timestamp > t then
      high := probe.seq_id - 1;
    else
      answer := coalesce(probe.seq_id, 0);
      low := middle;
    end if;
  end loop;
  return answer;
end
$$;

-- Ordering --------------------------------------------------------------------------------------------------------------

-- The ordering lock is the advisory lock with this key ('timelog' in ASCII), held to the end of the transaction.
create function timeline.log_lock_key() returns bigint language sql immutable parallel safe as $$ select 32767015872393063 $$;

-- Waits for the ordering lock. A statement's snapshot is older than the lock that it takes, so whoever computes positions or
-- times calls this in a statement of its own first.
create function timeline.lock_log() returns void language plpgsql volatile as $$
begin
  if current_setting('transaction_isolation') in ('repeatable read', 'serializable') then
    raise exception 'the log cannot be written under %: the transaction''s snapshot is older than the lock, and would hide the newest event',
        upper(current_setting('transaction_isolation'))
      using errcode = 'invalid_transaction_state', hint = 'Write it under READ COMMITTED.';
  end if;
  perform pg_advisory_xact_lock(timeline.log_lock_key());
  -- Whoever goes idle with the lock in hand is ended by the server; a stricter limit of the session's own stays.
  if current_setting('idle_in_transaction_session_timeout')::interval not between '1 millisecond' and '4 seconds' then
    perform set_config('idle_in_transaction_session_timeout', '4000', true);
  end if;
end
$$;

create function timeline.lock_log_before_write() returns trigger language plpgsql as $$
begin
  perform timeline.lock_log();
  return null;
end
$$;

-- Takes the lock and notes the newest position for verify_append.
create function timeline.begin_append() returns trigger language plpgsql as $$
declare
  head bigint;
begin
  perform timeline.lock_log();
  select e.seq_id into head from timeline.mt_events e order by e.seq_id desc limit 1;
  perform set_config('timeline.append_after', coalesce(head, 0)::text, true);
  return null;
end
$$;

-- For writers that number and stamp before they hold the lock, as Marten does: the time is taken here, and a position that is
-- not above the newest is replaced. Sees the rows that its own statement has inserted before.
create function timeline.stamp_event() returns trigger language plpgsql as $$
declare
  head      bigint;
  head_time timestamptz;
begin
  select e.seq_id, e.timestamp into head, head_time from timeline.mt_events e order by e.seq_id desc limit 1;
  head := coalesce(head, 0);
  new.timestamp := greatest(clock_timestamp(), head_time + interval '1 microsecond');
  if new.seq_id is null or new.seq_id <= head then
    new.seq_id := nextval('timeline.mt_events_sequence');
    if new.seq_id <= head then
      new.seq_id := setval('timeline.mt_events_sequence', head + 1);
    end if;
  end if;
  return new;
end
$$;

-- Holds every writer to the promise, and the sequence to the log: positions above all that were there, times that rise with
-- them. A far-off position or time is refused too, because no later event could be placed above it and none can be removed.
create function timeline.verify_append() returns trigger language plpgsql as $$
declare
  head        bigint := current_setting('timeline.append_after');
  head_time   timestamptz;
  last_number bigint;
  added       record;
  rising      boolean := true;
begin
  select count(*) as events, min(a.seq_id) as first, max(a.seq_id) as last, min(a.timestamp) as first_time, max(a.timestamp) as last_time
    into added from appended a;
  if added.events = 0 then
    return null;
  end if;
  if added.events > 1 then
    select bool_and(a.timestamp > a.time_before) into rising
      from (select n.timestamp, lag(n.timestamp) over (order by n.seq_id) as time_before from appended n) a;
  end if;
  select e.timestamp into head_time from timeline.mt_events e where e.seq_id < added.first order by e.seq_id desc limit 1;
  select s.last_value into last_number from timeline.mt_events_sequence s;

  if added.first <= head then
    raise exception 'position % is not above the newest, %', added.first, head
      using errcode = 'check_violation', hint = 'Number events in a statement after timeline.lock_log().';
  elsif added.last > greatest(head, last_number) + 1000000 then
    raise exception 'position % is too far above the newest, %', added.last, head
      using errcode = 'check_violation', hint = 'Take positions from timeline.mt_events_sequence.';
  elsif not rising or added.first_time <= head_time then
    raise exception 'times do not rise strictly with positions from % at % on', head, coalesce(head_time::text, 'the beginning')
      using errcode = 'check_violation', hint = 'Stamp events in a statement after timeline.lock_log().';
  elsif added.last_time > greatest(clock_timestamp(), head_time) + interval '1 minute' then
    raise exception 'time % is ahead of the clock', added.last_time using errcode = 'check_violation';
  end if;

  if last_number < added.last then
    perform setval('timeline.mt_events_sequence', added.last);
  end if;
  return null;
end
$$;

create trigger lock_log before insert or update on timeline.mt_streams
  for each statement execute function timeline.lock_log_before_write();

create trigger begin_append before insert on timeline.mt_events
  for each statement execute function timeline.begin_append();

-- A writer that numbers and stamps under the lock says so for its transaction, and is verified like any other.
create trigger stamp_event before insert on timeline.mt_events
  for each row when (current_setting('timeline.ordered_writer', true) is distinct from 'on') execute function timeline.stamp_event();

create trigger verify_append after insert on timeline.mt_events referencing new table as appended
  for each statement execute function timeline.verify_append();

-- Immutability ----------------------------------------------------------------------------------------------------------

create function timeline.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% of %.% is refused: the log is only ever appended to', tg_op, tg_table_schema, tg_table_name
    using errcode = 'restrict_violation', hint = 'Take back what was recorded by mistake with an annulment.';
end
$$;

create trigger refuse_change before delete or truncate on timeline.mt_events
  for each statement execute function timeline.refuse_change();

-- Marten archives a stream by its events' is_archived.
create trigger refuse_update before update of seq_id, id, stream_id, version, data, bdata, type, timestamp, tenant_id, mt_dotnet_type,
    correlation_id, causation_id, headers, user_name on timeline.mt_events
  for each statement execute function timeline.refuse_change();

create trigger refuse_change before delete or truncate on timeline.mt_streams
  for each statement execute function timeline.refuse_change();

create trigger refuse_change before delete or truncate on timeline.log
  for each statement execute function timeline.refuse_change();
