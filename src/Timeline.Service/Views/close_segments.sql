-- Ends segments at the position of the event that supersedes them.
update timeline.segments s
set recorded_to = closed.position
from ({rows}) as closed (development, known_from, position)
where s.development = closed.development and s.known_from = closed.known_from and s.recorded_to = 9223372036854775807
