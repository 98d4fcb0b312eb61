-- The group's events, numbered and stamped by the writer under the ordering lock.
insert into timeline.mt_events (seq_id, id, stream_id, version, data, type, timestamp, mt_dotnet_type, correlation_id, causation_id, headers, user_name)
select seq_id, id, stream_id, version, data::jsonb, type, timestamp, dotnet_type, correlation_id, causation_id, headers::jsonb, user_name
from unnest($1::bigint[], $2::uuid[], $3::varchar[], $4::bigint[], $5::text[], $6::varchar[], $7::timestamptz[], $8::varchar[], $9::varchar[], $10::varchar[], $11::text[], $12::varchar[])
    as event (seq_id, id, stream_id, version, data, type, timestamp, dotnet_type, correlation_id, causation_id, headers, user_name)
