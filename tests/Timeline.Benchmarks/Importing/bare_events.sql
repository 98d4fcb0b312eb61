-- The log's table of events with its two keys and nothing else: no stream rows, no triggers, no idempotency keys, no views.
create table bare_events (
  seq_id         bigint primary key,
  id             uuid         not null,
  stream_id      varchar,
  version        bigint       not null,
  data           jsonb        not null,
  bdata          bytea,
  type           varchar(500) not null,
  timestamp      timestamptz  not null default now(),
  tenant_id      varchar      default '*DEFAULT*',
  mt_dotnet_type varchar,
  correlation_id varchar,
  causation_id   varchar,
  headers        jsonb,
  user_name      varchar,
  is_archived    boolean      default false
);

create unique index bare_events_by_stream on bare_events (stream_id, version);
