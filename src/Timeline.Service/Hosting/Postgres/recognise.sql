-- The server's version, if the file $1 lies in its data folder; no row otherwise.
SELECT current_setting('server_version')
WHERE (pg_stat_file($1, missing_ok => true)).size IS NOT NULL;
