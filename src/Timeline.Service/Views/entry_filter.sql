-- Whether a segment s passes a filter whose parameters begin at $f1; null lets everything through.
    ($f1::text[] is null or s.actors && $f1)
and ($f2::text[] is null or s.kind = any ($f2))
and ($f3::text[] is null or s.tags && $f3)
and ($f4::text[] is null or s.publishers && $f4)
and ($f5::text[] is null or s.status = any ($f5))
and ($f6 or s.status <> 'retracted')
-- Dates: the window's end and start against the outermost (possible), then the innermost (definite).
and ($f7::timestamptz is null or s.occurred_from < $f7)
and ($f8::timestamptz is null or s.occurred_to > $f8)
and ($f9::timestamptz is null or s.occurred_latest_start < $f9)
and ($f10::timestamptz is null or s.occurred_earliest_end > $f10)
-- A box {west, south, east, north} whose west lies east of its east crosses the 180th meridian.
and ($f11::float8[] is null or exists (
      select from unnest(s.latitudes, s.longitudes) as place (latitude, longitude)
      where place.latitude between ($f11)[2] and ($f11)[4]
        and (case when ($f11)[1] <= ($f11)[3] then place.longitude between ($f11)[1] and ($f11)[3]
                  else place.longitude >= ($f11)[1] or place.longitude <= ($f11)[3] end)))
-- Full text: every clause holds; a clause holds if a term of it does, in the words or as the name of one of the actors.
and ($f12::int[] is null or (
      select bool_and(clause.holds)
      from (select bool_or((position(term.needle in s.words) > 0 or s.actors && term.actors::text[]) <> term.is_negated) as holds
            from unnest($f12::int[], $f13::text[], $f14::boolean[], $f15::text[]) as term (clause, needle, is_negated, actors)
            group by term.clause) as clause))
