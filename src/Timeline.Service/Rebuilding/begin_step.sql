-- Settings of a step, for its transaction only: whether its commit waits for the disk ($1), room for sorting, and one process at a time, because the
-- other processors are the readers'.
select set_config('synchronous_commit', $1, true), set_config('maintenance_work_mem', '256MB', true), set_config('work_mem', '64MB', true),
       set_config('max_parallel_workers_per_gather', '0', true), set_config('max_parallel_maintenance_workers', '1', true), set_config('jit', 'off', true)
