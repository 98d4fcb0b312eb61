-- The seconds after $1 in which the filtered answer at position $2 changed, in order. The next second is sought from each one found, so that
-- a page costs what it shows.
with recursive seconds (second) as (
    select date_trunc('second', (select least(
        (select s.known_from from timeline.segments s
         where s.known_from >= $1 and s.recorded_from <= $2 and s.recorded_to > $2 and {filter} order by s.known_from limit 1),
        (select s.known_to from timeline.segments s
         where s.known_to >= $1 and s.known_to < 'infinity' and s.recorded_from <= $2 and s.recorded_to > $2 and {filter} order by s.known_to limit 1))))
    union all
    select date_trunc('second', (select least(
        (select s.known_from from timeline.segments s
         where s.known_from >= seconds.second + interval '1 second' and s.recorded_from <= $2 and s.recorded_to > $2 and {filter} order by s.known_from limit 1),
        (select s.known_to from timeline.segments s
         where s.known_to >= seconds.second + interval '1 second' and s.known_to < 'infinity' and s.recorded_from <= $2 and s.recorded_to > $2 and {filter}
         order by s.known_to limit 1))))
    from seconds where seconds.second is not null)
select second from seconds where second is not null limit $3
