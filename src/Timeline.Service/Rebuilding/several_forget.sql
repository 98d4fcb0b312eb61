-- Removes what was built as if these developments had one event.
with actors as (delete from {built}.segment_actors a using {built}.several_events m where a.development = m.development)
delete from {built}.segments s using {built}.several_events m where s.development = m.development
