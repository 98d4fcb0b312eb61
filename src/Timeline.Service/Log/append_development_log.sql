-- Which development each of the group's events belongs to.
insert into timeline.development_log (position, development, newest_known_at)
{rows}
