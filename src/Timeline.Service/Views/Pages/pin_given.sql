select $2 as newest, $1 as known_at, $2 as basis, {changed} as changed from (select $1 as known_at, $2 as basis) as asked
