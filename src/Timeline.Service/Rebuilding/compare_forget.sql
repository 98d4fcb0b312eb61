-- Forgets the differences that a comparison that was interrupted has found; those of the index were found while the log was read.
delete from timeline.operation_differences where operation = $1 and table_name <> 'development_log'
