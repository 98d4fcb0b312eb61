insert into bare_events (id, stream_id, version, data, type) values ($1, $2, $3, $4, $5)
