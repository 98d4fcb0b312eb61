-- One row if the database $1 exists.
SELECT 1 FROM pg_database WHERE datname = $1;
