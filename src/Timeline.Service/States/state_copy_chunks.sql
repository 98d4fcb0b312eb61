-- New chunks.
copy timeline.state_chunks (generation, actor, level, number, known_from, part, carried, state, points) from stdin (format binary)
