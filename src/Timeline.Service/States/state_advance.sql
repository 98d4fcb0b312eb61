-- The log has been looked at up to $1.
update timeline.state_head set position = $1
