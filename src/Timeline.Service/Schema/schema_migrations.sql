-- Where a database notes the steps that it has taken; made together with the first of them.
create schema if not exists timeline;

create table timeline.schema_migrations (
  version    integer     primary key,
  name       text        not null,
  checksum   text        not null,
  applied_at timestamptz not null default clock_timestamp()
);
