-- Nearly all segments were recorded by then: as a condition of the index (+ 0 keeps it from being one) it would have newer servers skip through the index for it.
greatest(
           (select s.known_from from timeline.segments s
            where s.known_from <= asked.known_by_then and s.recorded_from + 0 <= asked.basis and s.recorded_to > asked.basis {of_actor} {filter}
            order by s.known_from desc limit 1),
           (select s.known_to from timeline.segments s
            where s.known_to <= asked.known_by_then and s.known_to < 'infinity' and s.recorded_from + 0 <= asked.basis and s.recorded_to > asked.basis {of_actor} {filter}
            order by s.known_to desc limit 1))
