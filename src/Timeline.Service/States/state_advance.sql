-- The log has been looked at from $2 up to $3; but not if all was discarded meanwhile: generation $1 is what was looked at for.
update timeline.state_head set position = $3 where generation = $1 and position = $2
