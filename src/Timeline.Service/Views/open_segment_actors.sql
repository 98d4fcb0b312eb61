-- The actors of new segments.
insert into timeline.segment_actors (actor, occurred_from, development, known_from, recorded_from)
{rows}
