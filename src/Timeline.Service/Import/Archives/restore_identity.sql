-- The log goes on as the one that it was.
update timeline.log set id = $1, created = $2::timestamptz
