-- The group's events, numbered from $1 and stamped from $2 on, a microsecond apart. Sets in the target list advance together; in FROM each
-- would be stored first.
insert into timeline.mt_events (seq_id, timestamp, id, stream_id, version, data, type, mt_dotnet_type, correlation_id, causation_id, headers, user_name)
select $1::bigint + generate_series(0, cardinality($3::uuid[]) - 1), $2::timestamptz + generate_series(0, cardinality($3::uuid[]) - 1) * interval '1 microsecond',
    unnest($3::uuid[]), unnest($4::varchar[]), unnest($5::bigint[]), unnest($6::text[])::jsonb, unnest($7::varchar[]), unnest($8::varchar[]),
    unnest($9::varchar[]), unnest($10::varchar[]), unnest($11::text[])::jsonb, unnest($12::varchar[])
