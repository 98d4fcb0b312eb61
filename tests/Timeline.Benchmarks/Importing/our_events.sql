-- What an import has written of its events.
select seq_id, id, stream_id, version, data::text, type, timestamp, mt_dotnet_type, headers::text, user_name from timeline.mt_events order by seq_id
