-- Takes the ordering lock in a statement of its own, so that all that follows sees what its last holder wrote, and says that we number and stamp.
-- Each of our statements looks up a few rows by key: on tables that have grown since they were last analyzed, the planner would scan them whole;
-- and compiling what it takes for dear would cost more than running it.
select timeline.lock_log(), set_config('timeline.ordered_writer', 'on', true), set_config('enable_seqscan', 'off', true), set_config('jit', 'off', true)
