-- Sessions of this database that have been at a statement for a while, and vacuums: what a service does in the background after much was written.
select count(*) from pg_stat_activity a
where a.pid <> pg_backend_pid() and a.datname = current_database()
  and (a.backend_type = 'autovacuum worker' or (a.state = 'active' and clock_timestamp() - a.query_start > interval '2 ms'))
