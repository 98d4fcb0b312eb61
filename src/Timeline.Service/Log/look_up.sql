-- For the statements after it in its batch, which look up many rows by key: on tables that have grown since they were last analyzed, the
-- planner would scan them whole; and compiling what it takes for dear would cost more than running it.
select set_config('enable_seqscan', 'off', true), set_config('jit', 'off', true)
