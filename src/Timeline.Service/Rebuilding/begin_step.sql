-- Settings of a step, for its transaction only: whether its commit waits for the disk ($1), room for sorting, and how many more processes may help ($2):
-- none while others are at work.
select set_config('synchronous_commit', $1, true), set_config('maintenance_work_mem', '256MB', true), set_config('work_mem', '64MB', true),
       set_config('max_parallel_workers_per_gather', $2, true), set_config('max_parallel_maintenance_workers', $2, true), set_config('jit', 'off', true)
