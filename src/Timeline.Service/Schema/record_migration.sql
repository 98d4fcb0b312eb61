-- Notes a step in the transaction that takes it.
insert into timeline.schema_migrations (version, name, checksum) values ($1, $2, $3);
