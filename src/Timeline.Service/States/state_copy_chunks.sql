copy timeline.state_chunks (generation, actor, level, number, known_from, part, carried, state, points) from stdin (format binary)
-- New chunks. Npgsql wants the statement to begin the text.
