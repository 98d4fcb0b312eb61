-- Writes new segments.
insert into timeline.segments (development, known_from, known_to, recorded_from, recorded_to, occurred_from, occurred_to, occurred_latest_start, occurred_earliest_end,
    actor, kind, status, words, entry, actors, tags, publishers, measures, latitudes, longitudes)
{rows}
