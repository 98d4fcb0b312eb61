insert into bare_events (id, stream_id, version, data, type)
select id, stream_id, version, data, 'development_reported' from unnest($1::uuid[], $2::text[], $3::bigint[], $4::jsonb[]) as rows (id, stream_id, version, data)
