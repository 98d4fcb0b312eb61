-- The blocks of $3 positions each from $1 (exclusive) to $2 (inclusive), both ends of blocks.
with added as (
    insert into timeline.term_blocks (from_position, to_position, terms)
    select b.block * $3 + 1, (b.block + 1) * $3 + 1, b.terms
    from (
        select (s.recorded_from - 1) / $3 as block, array_agg(distinct t.term) as terms
        from timeline.segments s
        cross join lateral (
            select 'w:' || w.word as term from string_to_table(s.words, ' ') as w (word) where w.word not in ('', '|')
            union all select 't:' || tag from unnest(s.tags) as tag
            union all select 'p:' || publisher from unnest(s.publishers) as publisher
            union all select 'k:' || s.kind
            union all select 's:' || s.status
            union all select 'g:' || floor(p.latitude)::int || ',' || floor(p.longitude)::int from unnest(s.latitudes, s.longitudes) as p (latitude, longitude)
            union all select 'h:' || floor(p.latitude / 10)::int || ',' || floor(p.longitude / 10)::int from unnest(s.latitudes, s.longitudes) as p (latitude, longitude)) as t
        where s.recorded_from > $1 and s.recorded_from <= $2
        group by 1) as b)
update timeline.term_head set upto = $2
