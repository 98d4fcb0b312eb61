-- Makes all summaries again, in the shape $1.
update timeline.state_head set generation = generation + 1, position = 0, shape = $1
