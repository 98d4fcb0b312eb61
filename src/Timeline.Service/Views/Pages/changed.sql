-- The last instant, up to the knowledge time, at which the filtered answer at the position changed: no event by then takes effect later than its newest known time.
(select greatest(
    (select s.known_from from timeline.segments s
     where s.known_from <= until.known_at and s.recorded_from <= asked.basis and s.recorded_to > asked.basis {filter}
     order by s.known_from desc limit 1),
    (select s.known_to from timeline.segments s
     where s.known_to <= until.known_at and s.known_to < 'infinity' and s.recorded_from <= asked.basis and s.recorded_to > asked.basis {filter}
     order by s.known_to desc limit 1))
 from (select least(asked.known_at, (select d.newest_known_at from timeline.development_log d where d.position <= asked.basis order by d.position desc limit 1)) as known_at) as until)
