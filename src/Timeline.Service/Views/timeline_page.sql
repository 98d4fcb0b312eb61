-- Entries as known at $1 and position $2, in the order (occurred from, id); {source}, {after} and {direction} are filled in.
select s.development, s.occurred_from, s.entry
from {source}
where s.known_from <= $1 and s.known_to > $1
  and s.recorded_from <= $2 and s.recorded_to > $2
  and ($3::text[] is null or s.actors && $3)
  and ($4::text[] is null or s.kind = any ($4))
  and ($5::text[] is null or s.tags && $5)
  and ($6::text[] is null or s.publishers && $6)
  and ($7::text[] is null or s.status = any ($7))
  and ($8 or s.status <> 'retracted')
  and ($9::timestamptz is null or s.occurred_from < $9)
  and ($10::timestamptz is null or s.occurred_to > $10)
  and ($11::timestamptz is null or s.occurred_latest_start < $11)
  and ($12::timestamptz is null or s.occurred_earliest_end > $12)
  and ($13::float8[] is null or exists (
        select from unnest(s.latitudes, s.longitudes) as place (latitude, longitude)
        where place.latitude between $13[2] and $13[4]
          and (case when $13[1] <= $13[3] then place.longitude between $13[1] and $13[3]
                    else place.longitude >= $13[1] or place.longitude <= $13[3] end)))
  and ($14::text[] is null or s.measures && $14)
  and ($15::timestamptz is null or {after})
order by {order}
limit $17
