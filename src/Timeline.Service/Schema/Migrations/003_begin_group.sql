-- One round trip for a group of appends that was decided on what its writer remembers of the log.

-- Takes the ordering lock and checks the memory under it: the newest position is still the expected one, none of the new developments or
-- keys exists, and the group's first position and time are above the newest, the time within a second of the clock. Raises TL001 otherwise, so that nothing of the group is
-- written. What follows in the transaction needs no more verification: it numbers and stamps its events upwards from what was checked
-- here. Gives the clock, from which the writer stamps its next group. Volatile, so that each statement in it sees what the lock's last
-- holder wrote. Only for a batch that ends its transaction: nothing here ends a session that goes idle.
create function timeline.begin_group(
  expected_position bigint, first_position bigint, last_position bigint, first_time timestamptz, new_developments text[], key_scopes text[], keys text[])
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

-- A transaction that begin_group has checked is not checked again by these.
drop trigger lock_log on timeline.mt_streams;
drop trigger begin_append on timeline.mt_events;
drop trigger stamp_event on timeline.mt_events;
drop trigger verify_append on timeline.mt_events;

create trigger lock_log before insert or update on timeline.mt_streams
  for each statement when (current_setting('timeline.ordered_writer', true) is distinct from 'checked')
  execute function timeline.lock_log_before_write();

create trigger begin_append before insert on timeline.mt_events
  for each statement when (current_setting('timeline.ordered_writer', true) is distinct from 'checked')
  execute function timeline.begin_append();

create trigger stamp_event before insert on timeline.mt_events
  for each row when (coalesce(current_setting('timeline.ordered_writer', true), '') not in ('on', 'checked'))
  execute function timeline.stamp_event();

create trigger verify_append after insert on timeline.mt_events referencing new table as appended
  for each statement when (current_setting('timeline.ordered_writer', true) is distinct from 'checked')
  execute function timeline.verify_append();
