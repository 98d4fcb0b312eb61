select $1 as known_at, $2 as basis, $5::timestamptz as known_by_then
