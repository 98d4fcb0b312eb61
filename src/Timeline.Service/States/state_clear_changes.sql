-- Some rows of generations that no longer count.
delete from timeline.state_changes where ctid = any (array(select ctid from timeline.state_changes where generation < (select generation from timeline.state_head) limit $1))
