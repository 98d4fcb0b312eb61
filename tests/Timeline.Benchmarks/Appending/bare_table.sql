-- The log's event rows with its two keys and nothing else: no triggers, no views.
create table bare_events (
  seq_id    bigint generated always as identity primary key,
  id        uuid         not null,
  stream_id varchar      not null,
  version   bigint       not null,
  data      jsonb        not null,
  type      varchar(500) not null,
  timestamp timestamptz  not null default clock_timestamp()
);

create unique index bare_events_by_stream on bare_events (stream_id, version);
