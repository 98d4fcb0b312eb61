-- The group's events, numbered and stamped by the writer under the ordering lock.
insert into timeline.mt_events (seq_id, timestamp, id, stream_id, version, data, type, mt_dotnet_type, correlation_id, causation_id, headers, user_name)
{rows}
