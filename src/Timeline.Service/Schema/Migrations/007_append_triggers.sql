-- Triggers that ask first whether the transaction was checked by begin_group, and return. A condition on the trigger itself costs more than calling
-- a function: the server reads and compiles it anew for each statement. The verification looks at the table, since keeping a copy of the new rows
-- for it would cost every writer, checked or not.

drop trigger lock_log on timeline.mt_streams;
drop trigger begin_append on timeline.mt_events;
drop trigger stamp_event on timeline.mt_events;
drop trigger verify_append on timeline.mt_events;

create or replace function timeline.lock_log_before_write() returns trigger language plpgsql as $$
begin
  if current_setting('timeline.ordered_writer', true) = 'checked' then
    return null;
  end if;
  perform timeline.lock_log();
  return null;
end
$$;

-- Takes the lock and notes the newest position for the other two.
create or replace function timeline.begin_append() returns trigger language plpgsql as $$
declare
  head bigint;
begin
  if current_setting('timeline.ordered_writer', true) = 'checked' then
    return null;
  end if;
  perform timeline.lock_log();
  select e.seq_id into head from timeline.mt_events e order by e.seq_id desc limit 1;
  perform set_config('timeline.append_after', coalesce(head, 0)::text, true);
  return null;
end
$$;

-- For writers that number and stamp before they hold the lock, as Marten does: the time is taken here, and a position that is
-- not above the newest is replaced. Sees the rows that its own statement has inserted before. One that says it numbers under the lock is only held to it.
create or replace function timeline.stamp_event() returns trigger language plpgsql as $$
declare
  writer    text := current_setting('timeline.ordered_writer', true);
  head      bigint;
  head_time timestamptz;
begin
  if writer = 'checked' then
    return new;
  end if;
  if writer = 'on' then
    head := current_setting('timeline.append_after');
    if new.seq_id <= head then
      raise exception 'position % is not above the newest, %', new.seq_id, head
        using errcode = 'check_violation', hint = 'Number events in a statement after timeline.lock_log().';
    end if;
    return new;
  end if;
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

-- Holds every writer to the promise, and the sequence to the log: times that rise with positions. A far-off position or time is refused too, because no
-- later event could be placed above it and none can be removed.
create or replace function timeline.verify_append() returns trigger language plpgsql as $$
declare
  head        bigint;
  head_time   timestamptz;
  last_number bigint;
  added       record;
  rising      boolean := true;
begin
  if current_setting('timeline.ordered_writer', true) = 'checked' then
    return null;
  end if;
  head := current_setting('timeline.append_after');
  select count(*) as events, max(e.seq_id) as last, min(e.timestamp) as first_time, max(e.timestamp) as last_time
    into added from timeline.mt_events e where e.seq_id > head;
  if added.events = 0 then
    return null;
  end if;
  if added.events > 1 then
    select bool_and(a.timestamp > a.time_before) into rising
      from (select e.timestamp, lag(e.timestamp) over (order by e.seq_id) as time_before from timeline.mt_events e where e.seq_id > head) a;
  end if;
  select e.timestamp into head_time from timeline.mt_events e where e.seq_id <= head order by e.seq_id desc limit 1;
  -- The last number that was given out: a new sequence says 1 before it has given any.
  select s.last_value - (not s.is_called)::int into last_number from timeline.mt_events_sequence s;

  if added.last > greatest(head, last_number) + 1000000 then
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

create trigger stamp_event before insert on timeline.mt_events
  for each row execute function timeline.stamp_event();

create trigger verify_append after insert on timeline.mt_events
  for each statement execute function timeline.verify_append();
