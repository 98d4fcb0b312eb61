-- Takes the ordering lock in a statement of its own, so that all that follows sees what its last holder wrote, and says that we number and stamp.
select timeline.lock_log(), set_config('timeline.ordered_writer', 'on', true)
